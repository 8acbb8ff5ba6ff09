import type { Conversation, Member } from '@teahouse/db/client';
import { NotFoundError } from '../../platform/errors.ts';
import { asJson, type Making } from './making.ts';
import { html, type Markup, pageFoot, pageHead, wholePage } from './markup.ts';
import { showMessages } from './message-pages.ts';
import { type ArchivedMessage, readMessages } from './messages.ts';
import { numbered } from './names.ts';
import { loadPeople, nameOf, type Person } from './people.ts';
import { clockOf } from './times.ts';

/** Read in one go. */
const BATCH = 200;
/** On one page, whichever comes first. */
const PAGE_MESSAGES = 500;
const PAGE_CHARACTERS = 1_000_000;
const CONVERSATIONS_AT_ONCE = 200;

/** What is kept of a conversation until the list of them is written. */
interface Listed {
  number: string;
  title: string;
  pages: number;
  messages: number;
  latest: Date | null;
}

type Place = Member & { conversation: Conversation };

/** Every conversation with its messages, and the list of them. */
export async function writeConversations(making: Making): Promise<Listed[]> {
  const listed: Listed[] = [];
  await making.archive.write('data/conversations.json', asJson(rows(making)));
  for await (const [place, peer] of eachPlace(making)) {
    const number = numbered(listed.length + 1);
    listed.push(await writeConversation(making, place, titleOf(making, place, peer), number));
  }
  listed.sort((one, other) => (other.latest?.getTime() ?? 0) - (one.latest?.getTime() ?? 0));
  await writeList(making, listed);
  return listed;
}

async function* eachPlace({ backend, viewer }: Making): AsyncGenerator<[Place, Person | null]> {
  const { accountId } = viewer;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const places = await backend.db.member.findMany({
      where: { accountId, conversationId: { gt: after } },
      include: { conversation: true },
      orderBy: { conversationId: 'asc' },
      take: CONVERSATIONS_AT_ONCE,
    });
    const peerOf = ({ conversation }: Place) =>
      conversation.directKey?.split(/[^0-9a-f-]/).find((id) => id !== accountId) ?? '';
    const ids = places.filter((place) => place.conversation.kind === 'DIRECT').map(peerOf);
    const people = await loadPeople(backend, ids);
    for (const place of places) yield [place, people.get(peerOf(place)) ?? null];
    const last = places.at(-1);
    if (!last || places.length < CONVERSATIONS_AT_ONCE) return;
    after = last.conversationId;
  }
}

function titleOf({ words, remarks }: Making, { conversation }: Place, peer: Person | null): string {
  if (conversation.kind === 'GROUP') return conversation.name || words.deletedGroup;
  if (conversation.kind === 'SELF') return words.notesToSelf;
  return nameOf(words, remarks, peer ?? undefined);
}

async function* rows(making: Making): AsyncGenerator<object> {
  let number = 0;
  for await (const [place, peer] of eachPlace(making)) {
    number += 1;
    yield describe(place, peer, numbered(number));
  }
}

/** What the conversation is to all of its members, and what it is to this one. */
function describe({ conversation, ...own }: Place, peer: Person | null, number: string) {
  return {
    number,
    id: conversation.id,
    kind: conversation.kind,
    name: conversation.name,
    person: peer,
    description: conversation.description,
    avatarEmoji: conversation.avatarEmoji,
    visibility: conversation.visibility,
    joinPolicy: conversation.joinPolicy,
    allMuted: conversation.allMuted,
    mentionAllRestricted: conversation.mentionAllRestricted,
    forwardingForbidden: conversation.forwardingForbidden,
    lastSeq: conversation.lastSeq,
    activeAt: conversation.activeAt,
    createdAt: conversation.createdAt,
    createdByYou: conversation.createdById === own.accountId,
    role: own.role,
    joinedAt: own.joinedAt,
    joinedSeq: own.joinedSeq,
    deliveredSeq: own.deliveredSeq,
    readSeq: own.readSeq,
    groupNickname: own.nickname,
    mutedUntil: own.mutedUntil,
    clearedSeq: own.clearedSeq,
    pinnedAt: own.pinnedAt,
    doNotDisturb: own.doNotDisturb,
    hiddenSeq: own.hiddenSeq,
    markedUnread: own.markedUnread,
  };
}

/** One that the person leaves meanwhile ends there. */
async function writeConversation(
  making: Making,
  { conversation }: Place,
  title: string,
  number: string,
): Promise<Listed> {
  const listed: Listed = { number, title, pages: 0, messages: 0, latest: null };
  const firsts: number[] = [];
  let held: ArchivedMessage[] = [];
  let characters = 0;
  const flush = async (more: boolean) => {
    if (held.length === 0) return;
    firsts.push(held[0]?.seq ?? 0);
    await writePage(making, listed, held, { firsts, more });
    await making.advance({ messages: held.length });
    [held, characters] = [[], 0];
  };
  for await (const message of eachMessage(making, conversation)) {
    if (held.length === PAGE_MESSAGES || characters > PAGE_CHARACTERS) await flush(true);
    held.push(message);
    characters += charactersOf(message);
  }
  await flush(false);
  return listed;
}

const charactersOf = ({ text, versions }: ArchivedMessage): number =>
  versions.reduce((sum, version) => sum + version.text.length, text.length);

async function* eachMessage(
  { backend, viewer, export: { id: exportId } }: Making,
  { id: conversationId, lastSeq: upTo }: Conversation,
): AsyncGenerator<ArchivedMessage> {
  for (let after = 0; ; ) {
    const wanted = { conversationId, exportId, after, upTo, limit: BATCH };
    const messages = await readMessages(backend, viewer, wanted).catch((error: unknown) => {
      if (error instanceof NotFoundError) return [];
      throw error;
    });
    yield* messages;
    if (messages.length < BATCH) return;
    after = messages.at(-1)?.seq ?? upTo;
  }
}

const pageName = (number: string, page: number) => `${number}-${numbered(page)}`;

/** One stretch of a conversation, once for programs and once for people. */
async function writePage(
  making: Making,
  listed: Listed,
  messages: readonly ArchivedMessage[],
  { firsts, more }: { firsts: readonly number[]; more: boolean },
): Promise<void> {
  const { archive, words, language, remarks, viewer } = making;
  const { number, title } = listed;
  const page = firsts.length;
  await archive.write(`data/messages/${pageName(number, page)}.json`, asJson(messages));
  const placeOf = (seq: number) => {
    const found = firsts.findLastIndex((first) => first <= seq) + 1;
    if (found === 0) return null;
    return `${found === page ? '' : `${pageName(number, found)}.html`}#m${seq}`;
  };
  const showing = { words, language, remarks, depth: 2, placeOf };
  const turn = (to: number, text: string) =>
    html`<a href="${pageName(number, to)}.html">${text}</a>`;
  const pages = html`<nav class="pages" aria-label="${title}">${
    page > 1 ? turn(page - 1, words.older) : html`<span></span>`
  }${more ? turn(page + 1, words.newer) : null}</nav>`;
  await archive.write(`pages/conversations/${pageName(number, page)}.html`, [
    pageHead(words, language, { title, depth: 2, place: 'conversations' }),
    html`${(page > 1 || more) && pages}${showMessages(showing, messages, viewer.accountId)}${(page > 1 || more) && pages}`
      .html,
    pageFoot(words),
  ]);
  listed.pages = page;
  listed.messages += messages.length;
  listed.latest = messages.at(-1)?.sentAt ?? listed.latest;
}

async function writeList(making: Making, listed: readonly Listed[]): Promise<void> {
  const { archive, words, language } = making;
  const clock = clockOf(language);
  const row = ({ number, title, pages, messages, latest }: Listed): Markup => {
    const inside = html`<span class="name">${title}</span><span class="count">${words.messages(messages)}${
      latest && html` · ${clock.day(latest)}`
    }</span>`;
    return pages === 0
      ? html`<li><div class="row">${inside}</div></li>\n`
      : html`<li><a class="row" href="conversations/${pageName(number, pages)}.html">${inside}</a></li>\n`;
  };
  const body =
    listed.length === 0
      ? html`<p class="quiet">${words.nothing}</p>`
      : html`<ul class="list">${listed.map(row)}</ul>`;
  const page = { title: words.places.conversations, depth: 1, place: 'conversations' as const };
  await archive.write('pages/conversations.html', wholePage(words, language, page, body));
}
