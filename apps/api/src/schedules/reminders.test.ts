import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { inSeconds } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';
import { fireDueReminders } from './service/reminders.ts';

const MOST = 4;

let stage: Stage;
let other: Stage;
beforeAll(async () => {
  stage = await startStage({ REMINDERS_MAX: String(MOST) });
  other = await startStageOn(stage.databaseUrl);
});
afterAll(async () => {
  await other.close();
  await stage.close();
});

const ReminderFields = graphql(`
  fragment ReminderFields on Reminder {
    id
    note
    remindAt
    reminderStatus
    firedAt
    message { id }
  }
`);
const SetReminder = graphql(
  `mutation SetReminder($input: SetReminderInput!) {
    setReminder(input: $input) {
      __typename
      ... on SetReminderPayload { reminder { ...ReminderFields } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
      ... on LimitReachedError { limit }
    }
  }`,
  [ReminderFields],
);
const ChangeReminder = graphql(
  `mutation ChangeReminder($input: ChangeReminderInput!) {
    changeReminder(input: $input) {
      __typename
      ... on ChangeReminderPayload { reminder { ...ReminderFields } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
    }
  }`,
  [ReminderFields],
);
const FinishReminder = graphql(
  `mutation FinishReminder($input: FinishReminderInput!) {
    finishReminder(input: $input) {
      __typename
      ... on FinishReminderPayload { reminder { ...ReminderFields } }
      ... on Error { message rule }
    }
  }`,
  [ReminderFields],
);
const Reminders = graphql(
  `query Reminders($first: Int, $after: String, $statuses: [ReminderStatus!]!) {
    viewer {
      reminders(first: $first, after: $after, statuses: $statuses) {
        pageInfo { hasNextPage endCursor }
        edges { node { ...ReminderFields } }
      }
    }
  }`,
  [ReminderFields],
);
const OfMessage = graphql(`
  query RemindersOf($id: ID!) {
    node(id: $id) { __typename ... on Message { viewerReminders { id } } }
  }
`);
const NodeOf = graphql(`query NodeOf($id: ID!) { node(id: $id) { __typename } }`);

type Wanted = Partial<VariablesOf<typeof SetReminder>['input']> & { messageId: string };
type Status = VariablesOf<typeof Reminders>['statuses'][number];

const attempt = async (person: Person, wanted: Wanted) =>
  (await person.ask(SetReminder, { input: { remindAt: inSeconds(3_600), ...wanted } })).setReminder;

const remind = async (person: Person, wanted: Wanted) =>
  expectType(await attempt(person, wanted), 'SetReminderPayload').reminder;

type Change = Omit<VariablesOf<typeof ChangeReminder>['input'], 'reminderId'>;
const change = async (person: Person, reminderId: string, input: Change) =>
  (await person.ask(ChangeReminder, { input: { reminderId, ...input } })).changeReminder;

const finish = async (person: Person, reminderId: string) =>
  (await person.ask(FinishReminder, { input: { reminderId } })).finishReminder;

async function list(person: Person, statuses: Status[] = ['PENDING', 'FIRED'], page = {}) {
  const { viewer } = await person.ask(Reminders, { statuses, ...page });
  const { edges, pageInfo } = viewer.reminders;
  return { nodes: edges.map(({ node }) => node), pageInfo };
}

async function ofMessage(person: Person, id: string) {
  const { node } = await person.ask(OfMessage, { id });
  return node?.__typename === 'Message'
    ? node.viewerReminders.map((reminder) => reminder.id)
    : null;
}

test('fires once at its time, on every device of whoever set it, and for nobody else', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const phone = await mei.onAnotherDevice();
  const [onPhone, atToms] = [await phone.follow().live(), await tom.follow().live()];
  const { id: messageId, seq } = await tom.send(chat, 'water the tea plants');
  const later = await remind(mei, { messageId, note: ' later ' });
  const now = await remind(mei, { messageId, remindAt: inSeconds(-1), note: '现在' });
  expect(later).toMatchObject({ note: 'later', reminderStatus: 'PENDING', firedAt: null });
  expect(await ofMessage(mei, messageId)).toEqual([now.id, later.id]);
  expect(await ofMessage(tom, messageId)).toEqual([]);
  const fired = await Promise.all(
    [stage, other, stage, other].map(({ backend }) => fireDueReminders(backend)),
  );
  expect(fired.reduce((sum, count) => sum + count, 0)).toBe(1);
  const { reminder } = await onPhone.first('ReminderFired');
  expect(reminder).toMatchObject({
    id: now.id,
    note: '现在',
    reminderStatus: 'FIRED',
    message: { id: messageId, seq },
  });
  expect(Date.parse(reminder?.firedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(now.remindAt));
  expect(await fireDueReminders(other.backend)).toBe(0);
  await tom.send(chat, 'the end');
  for (const following of [onPhone, atToms])
    await following.until(() => following.texts(chat).includes('the end'));
  expect(onPhone.of('ReminderFired')).toHaveLength(1);
  expect(onPhone.of('ReminderChanged').map((event) => event.reminder?.id)).toEqual([
    later.id,
    now.id,
  ]);
  for (const kind of ['ReminderFired', 'ReminderChanged'] as const)
    expect(atToms.of(kind)).toEqual([]);
  onPhone.close();
  atToms.close();
});

test('fires although the message cannot be seen any more, without it', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const following = await tom.follow().live();
  const group = await mei.group('Tea', [tom]);
  const inIt = await mei.send(group, 'in the group');
  const hidden = await mei.send(chat, 'deleted for me');
  for (const { id: messageId } of [inIt, hidden])
    await remind(tom, { messageId, remindAt: inSeconds(-1) });
  await inGroup(tom, group).leave();
  await onMessage(tom, hidden.id).deleteForMe();
  await fireDueReminders(stage.backend);
  await following.until(() => following.of('ReminderFired').length === 2);
  for (const { reminder } of following.of('ReminderFired'))
    expect(reminder).toMatchObject({ reminderStatus: 'FIRED', message: null });
  following.close();
});

describe('changing', () => {
  test('another time makes one fire again, another note does not', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await mei.follow().live();
    const { id: messageId } = await tom.send(chat, 'tea');
    const { id } = await remind(mei, { messageId, remindAt: inSeconds(-1) });
    await fireDueReminders(stage.backend);
    const noted = expectType(await change(mei, id, { note: 'oolong' }), 'ChangeReminderPayload');
    expect(noted.reminder).toMatchObject({ note: 'oolong', reminderStatus: 'FIRED' });
    const snoozed = await change(mei, id, { remindAt: inSeconds(-1) });
    expect(expectType(snoozed, 'ChangeReminderPayload').reminder).toMatchObject({
      note: 'oolong',
      reminderStatus: 'PENDING',
      firedAt: null,
    });
    await fireDueReminders(stage.backend);
    await following.until(() => following.of('ReminderFired').length === 2);
    following.close();
  });

  test('one that is done does not fire, and is off the list', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await mei.onAnotherDevice();
    const onPhone = await phone.follow().live();
    const { id: messageId } = await tom.send(chat, 'tea');
    const { id } = await remind(mei, { messageId, remindAt: inSeconds(-1) });
    for (let time = 1; time <= 2; time++) {
      const { reminder } = expectType(await finish(mei, id), 'FinishReminderPayload');
      expect(reminder.reminderStatus).toBe('DONE');
    }
    expect(await fireDueReminders(stage.backend)).toBe(0);
    await onPhone.first('ReminderChanged', (event) => event.reminder?.reminderStatus === 'DONE');
    expect((await list(phone)).nodes).toEqual([]);
    expect((await list(phone, ['DONE'])).nodes).toHaveLength(1);
    expect(await ofMessage(phone, messageId)).toEqual([]);
    expect(onPhone.of('ReminderChanged')).toHaveLength(2);
    onPhone.close();
  });

  test('nobody else sees it or touches it', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id: messageId } = await tom.send(chat, 'tea');
    const { id } = await remind(mei, { messageId });
    const { errors } = await tom.attempt(NodeOf, { id });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    expectType(await change(tom, id, { note: 'mine' }), 'NotFoundError');
    expectType(await finish(tom, id), 'NotFoundError');
    expect((await list(mei)).nodes).toMatchObject([{ note: '', reminderStatus: 'PENDING' }]);
    expect((await mei.ask(NodeOf, { id })).node?.__typename).toBe('Reminder');
  });
});

describe('refused', () => {
  test('a message one cannot see, a time that has passed or is too far, a long note', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const { id: messageId } = await tom.send(chat, 'tea');
    expectType(await attempt(eve, { messageId }), 'NotFoundError');
    const { id } = await remind(mei, { messageId });
    for (const seconds of [-120, 367 * 24 * 3_600]) {
      const remindAt = inSeconds(seconds);
      for (const refused of [
        await attempt(mei, { messageId, remindAt }),
        await change(mei, id, { remindAt }),
      ])
        expect(expectType(refused, 'InvalidFieldError').field).toBe('remindAt');
    }
    const note = '茶'.repeat(201);
    for (const refused of [
      await attempt(mei, { messageId, note }),
      await change(mei, id, { note }),
    ])
      expect(expectType(refused, 'InvalidFieldError').field).toBe('note');
    await remind(mei, { messageId, note: '🍵'.repeat(200), remindAt: inSeconds(60) });
    expect((await list(mei)).nodes).toHaveLength(2);
  });

  test('more than may be open, also when they come at the same time; the same one again is one', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id: messageId } = await tom.send(chat, 'tea');
    const wanted = { messageId, remindAt: inSeconds(600) };
    const same = await Promise.all(Array.from({ length: 5 }, () => remind(mei, wanted)));
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        attempt(mei, { messageId, remindAt: inSeconds(700 + index) }),
      ),
    );
    const refused = answers.filter((answer) => answer.__typename !== 'SetReminderPayload');
    expect(refused).toHaveLength(8 - (MOST - 1));
    for (const answer of refused) expect(expectType(answer, 'LimitReachedError').limit).toBe(MOST);
    const { id } = (await list(mei)).nodes[0]!;
    await finish(mei, id);
    await remind(mei, { messageId, remindAt: inSeconds(800) });
    expectType(await change(mei, id, { remindAt: inSeconds(900) }), 'LimitReachedError');
  });
});

test('the list has the soonest first, page by page', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const { id: messageId } = await tom.send(chat, 'tea');
  const at = inSeconds(100);
  const another = await tom.send(chat, 'more tea');
  await remind(mei, { messageId, remindAt: inSeconds(300), note: 'third' });
  await remind(mei, { messageId, remindAt: at, note: 'first' });
  await remind(mei, { messageId: another.id, remindAt: at, note: 'second' });
  const seen: string[] = [];
  for (let after: string | null | undefined = null; after !== undefined; ) {
    const { nodes, pageInfo } = await list(mei, undefined, { first: 1, after });
    seen.push(...nodes.map(({ note }) => note));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
  }
  expect(seen).toEqual(['first', 'second', 'third']);
});
