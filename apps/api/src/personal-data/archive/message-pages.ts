import type { Language } from '../../platform/languages.ts';
import { html, isWebAddress, type Markup } from './markup.ts';
import type { ArchivedMessage, Quoted } from './messages.ts';
import { linkTo } from './names.ts';
import { nameOf, type Person, type Remarks } from './people.ts';
import type { ArchivedBundle, ArchivedFile, Content } from './said.ts';
import { clockOf, timeMark } from './times.ts';
import type { Words } from './words.ts';

/** How what was said is shown on a page. */
export interface Showing {
  words: Words;
  language: Language;
  remarks: Remarks;
  /** How many folders down the page is. */
  depth: number;
  /** Where a message of this sequence is, if that is known by now. */
  placeOf?: (seq: number) => string | null;
}

/** Pixels that something is shown in at most. */
const SHOWN_WITHIN = { width: 480, height: 360 };

/** The size in which something is shown, so that nothing moves while it is read. */
function size({ width, height }: ArchivedFile): Markup {
  if (!width || !height) return html``;
  const scale = Math.min(1, SHOWN_WITHIN.width / width, SHOWN_WITHIN.height / height);
  const [shown, high] = [width, height].map((edge) => Math.max(1, Math.round(edge * scale)));
  return html` width="${shown}" height="${high}"`;
}

function kilobytes(bytes: number, language: Language): string {
  const [unit, value] =
    bytes < 1_000_000 ? ['kilobyte', bytes / 1_000] : ['megabyte', bytes / 1_000_000];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: unit as string,
    maximumFractionDigits: 1,
  }).format(value as number);
}

export function showFile({ words, language, depth }: Showing, file: ArchivedFile): Markup {
  const address = linkTo(file.path, depth);
  switch (file.kind) {
    case 'IMAGE':
      return html`<a href="${address}"><img src="${address}" alt="${words.picture}" loading="lazy"${size(file)}></a>`;
    case 'VIDEO':
      return html`<video src="${address}" controls preload="metadata" aria-label="${words.video}"${size(file)}></video>`;
    case 'VOICE':
      return html`<audio src="${address}" controls preload="none" aria-label="${words.voice}"></audio>${
        file.transcript && html`<p class="text">${file.transcript}</p>`
      }`;
    default:
      return html`<p class="file text"><a href="${address}" download>${file.name}</a> <span>${kilobytes(file.bytes, language)}</span></p>`;
  }
}

const FILE_KINDS = new Set(['IMAGE', 'FILE', 'VIDEO', 'VOICE']);
const BARE_KINDS = new Set(['IMAGE', 'VIDEO']);

/** What somebody said. */
export function showContent(showing: Showing, content: Content): Markup {
  const { words } = showing;
  const { kind, text, file, bundle } = content;
  if (FILE_KINDS.has(kind))
    return file ? showFile(showing, file) : html`<p class="text quiet">${words.notKept}</p>`;
  if (kind === 'BUNDLE') return bundle ? showBundle(showing, bundle) : html``;
  if (kind === 'CONTACT_CARD') return html`<p class="text">${words.contactCard}: ${text}</p>`;
  if (kind === 'GROUP_CARD') return html`<p class="text">${words.groupCard}: ${text}</p>`;
  return html`<p class="text">${text}</p>`;
}

const showBundle = (showing: Showing, { title, entries }: ArchivedBundle): Markup =>
  html`<p class="text">${title}</p><ol class="bundle">${entries.map(
    (entry) =>
      html`<li><span class="meta">${entry.senderName} · ${timeMark(entry.sentAt, clockOf(showing.language).moment(entry.sentAt))}</span>${showContent(showing, entry)}</li>`,
  )}</ol>`;

function showQuoted(showing: Showing, { seq, sender, text, kind, gone }: Quoted): Markup {
  const { words, remarks, placeOf } = showing;
  const kinds: Record<string, string> = {
    IMAGE: words.picture,
    VIDEO: words.video,
    VOICE: words.voice,
  };
  const said = gone ? '…' : text || kinds[kind] || '';
  const excerpt = [...said].length > 120 ? `${[...said].slice(0, 120).join('')}…` : said;
  const content = html`${nameOf(words, remarks, sender)}: ${excerpt}`;
  const place = placeOf?.(seq);
  return place
    ? html`<a class="quote" href="${place}">${content}</a>`
    : html`<span class="quote">${content}</span>`;
}

const namesOf = ({ words, remarks, language }: Showing, people: readonly Person[], own: string) =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(
    people.map((person) => (person.id === own ? words.you : nameOf(words, remarks, person))),
  );

/** What a conversation tells of itself, or null for what somebody said. */
function noticeOf(showing: Showing, message: ArchivedMessage, viewerId: string): string | null {
  const { words, language } = showing;
  const tell = words.notice[message.kind];
  const by = message.own ? words.you : senderOf(showing, message);
  if (message.deletedAt) return words.deleted;
  if (message.recalledAt) return words.recalled(message.own ? null : by);
  if (!tell) return null;
  const data = (message.data ?? {}) as Record<string, string | null>;
  const detail: Record<string, string | null | undefined> = {
    MEMBER_MUTED: data.until && clockOf(language).moment(new Date(data.until)),
    ROLE_CHANGED: data.role,
    GROUP_RENAMED: data.name,
    GROUP_CHANGED: words.changes[data.change ?? ''],
    ANNOUNCEMENT: message.text,
  };
  return tell(by, namesOf(showing, message.people, viewerId), detail[message.kind] ?? '');
}

const senderOf = ({ words, remarks }: Showing, { sender, groupNickname }: ArchivedMessage) =>
  remarks.get(sender.id) || groupNickname || nameOf(words, remarks, sender);

/** `follows`: whether it goes on from what the same person said just before. */
function showMessage(
  showing: Showing,
  message: ArchivedMessage,
  { viewerId, follows }: { viewerId: string; follows: boolean },
): Markup {
  const { words, language } = showing;
  const clock = clockOf(language);
  const anchor = `m${message.seq}`;
  const time = timeMark(message.sentAt, clock.minute(message.sentAt));
  const notice = noticeOf(showing, message, viewerId);
  if (notice !== null) return html`<li class="notice" id="${anchor}">${notice} ${time}</li>`;
  const bare = BARE_KINDS.has(message.kind) && message.file !== null && !message.replyTo;
  const who = message.own ? words.you : senderOf(showing, message);
  return html`<li class="message${message.own && ' own'}${follows && ' more'}" id="${anchor}">
${follows ? null : html`<div class="meta">${who} ${time}</div>\n`}<div class="bubble${bare && ' bare'}" title="${clock.moment(message.sentAt)}">${message.replyTo && showQuoted(showing, message.replyTo)}${showContent(showing, message)}${
    message.linkUrl && !message.text.includes(message.linkUrl) ? showLink(message.linkUrl) : null
  }</div>
${showMarks(showing, message)}${showVersions(showing, message)}</li>
`;
}

const showLink = (url: string): Markup =>
  isWebAddress(url)
    ? html`<p class="text"><a href="${url}" rel="noopener noreferrer nofollow">${url}</a></p>`
    : html`<p class="text">${url}</p>`;

function showMarks({ words }: Showing, message: ArchivedMessage): Markup | null {
  const marks = [
    message.forwarded && words.forwarded,
    message.editedAt && words.edited,
    message.pinnedAt && words.pinned,
    ...message.reactions.map(({ emoji, count }) => `${emoji} ${count}`),
  ].filter((mark) => !!mark);
  if (marks.length === 0) return null;
  return html`<div class="marks">${marks.map((mark) => html`<span>${mark as string}</span>`)}</div>`;
}

const showVersions = (
  { words, language }: Showing,
  { versions }: ArchivedMessage,
): Markup | null =>
  versions.length === 0
    ? null
    : html`<details><summary>${words.earlierVersions(versions.length)}</summary>${versions.map(
        ({ text, writtenAt }) =>
          html`<p class="text">${timeMark(writtenAt, clockOf(language).moment(writtenAt))} ${text}</p>`,
      )}</details>`;

/** Messages of one person that are no further apart stand together. */
const TOGETHER_MS = 300_000;

/** Messages one behind the other, with a line for each new day. */
export function showMessages(
  showing: Showing,
  messages: readonly ArchivedMessage[],
  viewerId: string,
): Markup {
  const clock = clockOf(showing.language);
  let before: ArchivedMessage | null = null;
  return html`<ol class="messages">
${messages.map((message) => {
  const day = clock.day(message.sentAt);
  const sameDay = before !== null && clock.day(before.sentAt) === day;
  const follows =
    sameDay &&
    before?.sender.id === message.sender.id &&
    noticeOf(showing, before, viewerId) === null &&
    message.sentAt.getTime() - before.sentAt.getTime() < TOGETHER_MS;
  before = message;
  const line = sameDay ? null : html`<li class="day">${day}</li>\n`;
  return html`${line}${showMessage(showing, message, { viewerId, follows })}`;
})}</ol>`;
}
