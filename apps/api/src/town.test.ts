import { demoAccounts, seed } from '@teahouse/db/seed';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { firstLink } from './links/first-link.ts';
import { runLinkPreviews } from './links/service.ts';
import { fireDueReminders } from './schedules/service/reminders.ts';
import { sendDueMessages } from './schedules/service/sending.ts';
import type { Fields } from './testing/convergence/graph.ts';
import { fetchView } from './testing/convergence/model.ts';
import { cloneDatabase } from './testing/database.ts';
import { graphql } from './testing/graphql.ts';
import { type Stage, startStageOn } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

/** The town that a first start settles, looked at as its people look at it: through the API. */

let stage: Stage;
let drop: () => Promise<void>;
const people = new Map<string, Person>();
const views = new Map<string, Fields[]>();

beforeAll(async () => {
  const database = await cloneDatabase(inject('databaseUrl'));
  drop = database.drop;
  await seed(database.url);
  stage = await startStageOn(database.url);
  for (const { username, password } of demoAccounts) {
    const person = await stage.world.known(username, password);
    people.set(username, person);
    views.set(username, Object.values((await fetchView(person)).graph));
  }
});
afterAll(async () => {
  await stage.close();
  await drop();
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
