import { readdir, rm } from 'node:fs/promises';
import { demoAccounts, seed } from '@teahouse/db/seed';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { furnishing } from './furnishing.ts';
import { firstLink } from './links/first-link.ts';
import { runLinkPreviews } from './links/service.ts';
import { fireDueReminders } from './schedules/service/reminders.ts';
import { sendDueMessages } from './schedules/service/sending.ts';
import type { Fields } from './testing/convergence/graph.ts';
import { fetchView } from './testing/convergence/model.ts';
import { cloneDatabase, storageOf } from './testing/database.ts';
import { graphql } from './testing/graphql.ts';
import { download } from './testing/media.ts';
import { SECRETS } from './testing/secrets.ts';
import { type Stage, startStageOn } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

/** The town that a first start settles, looked at as its people look at it: through the API. */

let stage: Stage;
let close: () => Promise<void>;
let settleAgain: () => Promise<boolean>;
const people = new Map<string, Person>();
const views = new Map<string, Fields[]>();

beforeAll(async () => {
  const database = await cloneDatabase(inject('databaseUrl'));
  const STORAGE_DIR = storageOf(database.url);
  const furnish = furnishing({ DATABASE_URL: database.url, STORAGE_DIR, ...SECRETS });
  settleAgain = () => seed(database.url, furnish);
  close = async () => {
    await database.drop();
    await rm(STORAGE_DIR, { recursive: true, force: true });
  };
  await settleAgain();
  stage = await startStageOn(database.url);
  for (const { username, password } of demoAccounts) {
    const person = await stage.world.known(username, password);
    people.set(username, person);
    views.set(username, Object.values((await fetchView(person)).graph));
  }
});
afterAll(async () => {
  await stage.close();
  await close();
});

const contentOf = ({ content }: Fields) => (content as Fields).__typename;

const seenBy = (username: string, type: string) =>
  (views.get(username) ?? []).filter(({ __typename }) => __typename === type);

test('Mei finds everything that a message can be', () => {
  const messages = seenBy('mei', 'Message').filter(({ content }) => content);
  const kinds = new Set(messages.map(contentOf));
  for (const kind of [
    'TextContent',
    'MarkdownContent',
    'BundleContent',
    'ContactCardContent',
    'ImageContent',
    'FileContent',
    'VoiceContent',
    'GroupCardContent',
    'RecalledContent',
    'MembersAddedNotice',
    'MemberMutedNotice',
    'AnnouncementNotice',
    'MessagePinnedNotice',
  ])
    expect(kinds, kind).toContain(kind);
  const some: Record<string, (message: Fields) => unknown> = {
    answered: ({ replyTo }) => replyTo,
    edited: ({ editedAt }) => editedAt,
    pinned: ({ pinned }) => pinned,
    forwarded: ({ forwarded }) => forwarded,
    'reacted to': ({ reactions }) => (reactions as unknown[]).length > 1,
    'mentioning her': ({ mentionsViewer }) => mentionsViewer,
    'with a preview': ({ linkPreview }) => linkPreview,
    saved: ({ viewerFavourite }) => viewerFavourite,
  };
  for (const [what, is] of Object.entries(some))
    expect(messages.filter(is).length, what).toBeGreaterThan(0);
});

test('Mei has arranged her list', () => {
  const conversations = seenBy('mei', 'Conversation').filter((one) => one.viewerSettings);
  const having = (is: (settings: Fields, conversation: Fields) => unknown) =>
    conversations.filter((one) => is(one.viewerSettings as Fields, one)).length;
  expect(having(({ pinned }) => pinned)).toBe(2);
  expect(having(({ doNotDisturb }) => doNotDisturb)).toBe(1);
  expect(having(({ markedUnread }) => markedUnread)).toBe(1);
  expect(having((_settings, { draft }) => draft)).toBe(1);
  expect(having((_settings, { kind }) => kind === 'SELF')).toBe(1);
  expect(
    having((_settings, { unreadMentionCount }) => Number(unreadMentionCount) > 0),
  ).toBeGreaterThan(1);
});

test('Something waits for Mei: a request, an invitation, an announcement, a reminder', () => {
  const requests = seenBy('mei', 'JoinRequest').filter(({ user }) => user);
  expect(requests.map(({ joinRequestStatus }) => joinRequestStatus)).toEqual([
    'PENDING',
    'PENDING',
  ]);
  const invites = seenBy('mei', 'GroupInvite');
  expect(invites.filter(({ invitee }) => invitee).map(({ state }) => state)).toEqual(['OPEN']);
  expect(invites.some(({ invitee, state }) => !invitee && state === 'OPEN')).toBe(true);
  expect(seenBy('mei', 'Announcement').some(({ viewerHasRead }) => viewerHasRead === false)).toBe(
    true,
  );
  const reminders = seenBy('mei', 'Reminder').map(({ reminderStatus }) => reminderStatus);
  expect(reminders.sort()).toEqual(['FIRED', 'PENDING', 'PENDING']);
  expect(seenBy('mei', 'ScheduledMessage').map(({ scheduledStatus }) => scheduledStatus)).toEqual([
    'PENDING',
    'PENDING',
  ]);
});

test('Each of the demo accounts has favourites, a draft and something planned', () => {
  for (const { username } of demoAccounts) {
    expect(seenBy(username, 'Favourite').length, username).toBeGreaterThan(1);
    expect(seenBy(username, 'ScheduledMessage').length, username).toBeGreaterThan(0);
    expect(seenBy(username, 'Conversation').filter(({ draft }) => draft)).toHaveLength(1);
  }
});

const Shown = graphql(`
  query TownShown {
    viewer { unreadMomentNotices user { avatar { url } momentsCover { url width height } } }
    moments(first: 30) {
      edges {
        node {
          text
          locationLabel
          author { username }
          linkPreview { title }
          attachments { __typename ... on Image { url previewUrl thumbnailUrl width height placeholder } }
          mentioned { username }
          likeCount
          comments(first: 20) { edges { node { text answeredUser { username } } } }
        }
      }
    }
  }
`);

const shownTo = async (username: string) => {
  const { viewer, moments } = await people.get(username)!.ask(Shown, {});
  return { viewer, posts: moments.edges.map(({ node }) => node) };
};

test('The feed of each demo account has posts with one picture and with many, of all ages, and a page with a cover', async () => {
  for (const { username } of demoAccounts) {
    const { viewer, posts } = await shownTo(username);
    expect(posts.length, username).toBeGreaterThan(8);
    const counts = new Set(posts.map(({ attachments }) => attachments.length));
    for (const count of [0, 1, 3, 9]) expect(counts, username).toContain(count);
    expect(viewer.user.momentsCover, username).not.toBeNull();
    expect(posts.some(({ comments }) => comments.edges.some(({ node }) => node.answeredUser))).toBe(
      true,
    );
  }
  const { viewer, posts } = await shownTo('mei');
  expect(posts.filter(({ linkPreview }) => linkPreview)).toHaveLength(1);
  expect(posts.filter(({ locationLabel }) => locationLabel).length).toBeGreaterThan(3);
  expect(posts.some(({ mentioned }) => mentioned.some(({ username }) => username === 'mei'))).toBe(
    true,
  );
  expect(posts.some(({ likeCount }) => likeCount > 5)).toBe(true);
  expect(viewer.unreadMomentNotices).toBeGreaterThan(3);
});

test('What is not for Tom does not reach Tom, and what Mei keeps for herself reaches nobody', async () => {
  const textsOf = async (username: string) =>
    (await shownTo(username)).posts.map(({ text }) => text);
  const isOf = (part: string) => (text: string) => text.includes(part);
  expect((await textsOf('tom')).some(isOf('Cake test'))).toBe(false);
  for (const username of ['mei', 'lin'])
    expect((await textsOf(username)).some(isOf('Cake test')), username).toBe(true);
  expect((await textsOf('mei')).some(isOf('自己记一笔'))).toBe(true);
  for (const username of ['tom', 'lin'])
    expect((await textsOf(username)).some(isOf('自己记一笔')), username).toBe(false);
});

test('Every picture of the feed is there in all its forms, as large as it says', async () => {
  const mei = people.get('mei')!;
  const { viewer, posts } = await shownTo('mei');
  const images = posts.flatMap(({ attachments }) => attachments.filter(isImage));
  expect(images.length).toBeGreaterThan(25);
  for (const { url, previewUrl, thumbnailUrl, width, height, placeholder } of images) {
    const full = await sharp(await bytesOf(mei, url)).metadata();
    expect([full.width, full.height]).toEqual([width, height]);
    expect((await sharp(await bytesOf(mei, previewUrl)).metadata()).format).toBe('webp');
    expect((await sharp(await bytesOf(mei, thumbnailUrl)).metadata()).width).toBeLessThan(321);
    expect(placeholder?.length).toBeGreaterThan(5);
  }
  expect(await bytesOf(mei, viewer.user.avatar!.url)).not.toHaveLength(0);
});

const isImage = <Media extends { __typename: string }>(
  media: Media,
): media is Extract<Media, { __typename: 'Image' }> => media.__typename === 'Image';

async function bytesOf(person: Person, address: string): Promise<Buffer> {
  const answer = await download(person, address);
  expect(answer.status, address).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

test('Papers and recordings can be opened by those they were sent to', async () => {
  const [mei, lin] = [people.get('mei')!, people.get('lin')!];
  for (const [words, name] of [
    ['轨迹', '莲花岭 Lotus Ridge 轨迹.gpx'],
    ['秋季茶单', '半日闲 · 秋季茶单.pdf'],
  ] as const) {
    const found = await lin.ask(FindPaper, { words });
    const contents = found.searchMessages.edges.map(({ node }) => node.message.content);
    expect(contents).toContainEqual({ __typename: 'FileContent', file: { fileName: name } });
  }
  const files = await stage.backend.db.storedFile.findMany({ where: { kind: { not: 'IMAGE' } } });
  for (const { kind, durationMs, waveform } of files) {
    if (kind === 'FILE') continue;
    expect(durationMs).toBeGreaterThan(4_000);
    expect(Math.max(...waveform)).toBeGreaterThan(20);
    expect(new Set(waveform).size).toBeGreaterThan(5);
  }
  const full = (name: string) => `/files/${files.find((file) => file.name === name)?.id}/full`;
  const begins = async (person: Person, name: string) =>
    (await bytesOf(person, full(name))).subarray(0, 4).toString();
  expect(await begins(lin, '半日闲 · 秋季茶单.pdf')).toBe('%PDF');
  expect(await begins(mei, 'snoring.wav')).toBe('RIFF');
  // What Ben has played to Tom alone.
  expect((await download(mei, full('tones.wav'))).status).toBe(404);
});

test('The town is made once: another start draws and writes nothing', async () => {
  const known = () => stage.backend.db.storedVariant.count();
  const [before, objects] = [
    await known(),
    await readdir(storageOf(stage.databaseUrl), { recursive: true }),
  ];
  expect(await settleAgain()).toBe(false);
  expect(await known()).toBe(before);
  expect(await readdir(storageOf(stage.databaseUrl), { recursive: true })).toEqual(objects);
  const written = objects.filter((path) => /\/(full|preview|thumbnail)$/.test(path));
  expect(written).toHaveLength(before);
});

const FindPaper = graphql(`
  query TownFindPaper($words: String!) {
    searchMessages(query: $words, first: 5) {
      edges { node { message { content { __typename ... on FileContent { file { fileName } } } } } }
    }
  }
`);

const Find = graphql(`
  query TownFind($words: String!, $name: String!) {
    searchMessages(query: $words, first: 5) { edges { node { message { content { __typename } } } } }
    searchGroups(query: $name, first: 5) { edges { node { name viewerIsMember viewerRequest { joinRequestStatus } } } }
  }
`);

test('What was said is found, and so are the public groups', async () => {
  const found = await people.get('mei')!.ask(Find, { words: '云海', name: '换物' });
  expect(found.searchMessages.edges.length).toBeGreaterThan(0);
  expect(found.searchGroups.edges.map(({ node }) => node)).toEqual([
    {
      name: '青石巷换物角 Swap Corner',
      viewerIsMember: false,
      viewerRequest: { joinRequestStatus: 'PENDING' },
    },
  ]);
});

test('Links are kept as sending keeps them', async () => {
  const messages = await stage.backend.db.message.findMany({
    where: { kind: { in: ['TEXT', 'MARKDOWN'] } },
  });
  for (const { text, linkUrl } of messages) expect(linkUrl, text).toBe(firstLink(text));
});

test('A town just settled gives the worker nothing to do: no page is read, nothing is due', async () => {
  expect(await runLinkPreviews(stage.backend, async () => {})).toEqual([]);
  expect(await stage.backend.db.linkPreview.count({ where: { attempts: { gt: 0 } } })).toBe(0);
  expect(await sendDueMessages(stage.backend)).toBe(0);
  expect(await fireDueReminders(stage.backend)).toBe(0);
});

test('Life goes on: what is said next has the next place, and reaches the others', async () => {
  const [mei, tom] = [people.get('mei')!, people.get('tom')!];
  const exchange = await mei.open(tom);
  const before = seenBy('mei', 'Conversation').find(({ id }) => id === exchange);
  const following = tom.follow();
  await following.live();
  const sent = await mei.send(exchange, '茶好了。');
  expect(sent.seq).toBe(Number(before?.lastSeq) + 1);
  const told = await following.first('MessageSent');
  expect(told.message.id).toBe(sent.id);
  following.close();
});
