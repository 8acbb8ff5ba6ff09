import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Reactions = graphql(`
  query Reactions($id: ID!, $first: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on Message {
        reactions {
          emoji
          count
          recent { id }
          users(first: $first, after: $after) {
            edges { node { id } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }
  }
`);
const Listed = graphql(`
  query Listed($id: ID!, $last: Int) {
    conversation(id: $id) {
      messages(last: $last) {
        edges { node { reactions { emoji count viewerReacted recent { id nickname } } pinned } }
      }
    }
  }
`);

const KINDS = [...'😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓😔😕'];

async function trio() {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom, lin]);
  return { mei, tom, lin, group };
}

/** What one person is shown of the reactions: emoji, how many, whether theirs is among them. */
const shownTo = async (person: Person, id: string) =>
  (await onMessage(person, id).see()).reactions.map(({ emoji, count, viewerReacted }) => [
    emoji,
    count,
    viewerReacted,
  ]);

describe('reacting', () => {
  test('is told to everyone with the counts, and shows each of them whether theirs is among it', async () => {
    const { mei, tom, lin, group } = await trio();
    const following = await Promise.all(
      [mei, tom, await lin.onAnotherDevice()].map((device) => device.follow().live()),
    );
    const { id } = await mei.send(group, 'tea?');
    expectType(await onMessage(tom, id).react('👍'), 'AddReactionPayload');
    expectType(await onMessage(lin, id).react('🍵'), 'AddReactionPayload');
    const { reacted } = expectType(await onMessage(mei, id).react('👍'), 'AddReactionPayload');
    expect(reacted.reactions).toEqual([
      { emoji: '👍', count: 2, viewerReacted: true },
      { emoji: '🍵', count: 1, viewerReacted: false },
    ]);
    for (const device of following) {
      await device.until(() => device.of('ReactionAdded').length === 3);
      const told = device.of('ReactionAdded').map(({ user, emoji }) => [user.id, emoji]);
      expect(told).toEqual([
        [tom.id, '👍'],
        [lin.id, '🍵'],
        [mei.id, '👍'],
      ]);
      expect(device.of('ReactionAdded').at(-1)?.message).toEqual({
        id,
        seq: 2,
        reactions: [
          { emoji: '👍', count: 2 },
          { emoji: '🍵', count: 1 },
        ],
      });
    }
    expect(await shownTo(tom, id)).toEqual([
      ['👍', 2, true],
      ['🍵', 1, false],
    ]);
    expectType(await onMessage(tom, id).takeBack('👍'), 'RemoveReactionPayload');
    expectType(await onMessage(lin, id).takeBack('🍵'), 'RemoveReactionPayload');
    for (const device of following) {
      await device.until(() => device.of('ReactionRemoved').length === 2);
      expect(device.of('ReactionRemoved').at(-1)).toMatchObject({
        emoji: '🍵',
        user: { id: lin.id },
        message: { reactions: [{ emoji: '👍', count: 1 }] },
      });
      device.close();
    }
    expect(await shownTo(lin, id)).toEqual([['👍', 1, false]]);
  });

  test('twice is once, and so is taking back', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const following = await mei.follow().live();
    const { id } = await mei.send(chat, 'tea?');
    await Promise.all([tom, phone, tom, phone].map((device) => onMessage(device, id).react('👍')));
    await onMessage(mei, id).react('👍');
    await Promise.all([tom, phone].map((device) => onMessage(device, id).react('👍')));
    expect(await shownTo(tom, id)).toEqual([['👍', 2, true]]);
    await Promise.all([tom, phone].map((device) => onMessage(device, id).takeBack('👍')));
    expectType(await onMessage(tom, id).takeBack('👍'), 'RemoveReactionPayload');
    expect(await shownTo(tom, id)).toEqual([['👍', 1, false]]);
    await mei.send(chat, 'after');
    await following.until(() => following.texts(chat).length === 2);
    expect(following.of('ReactionAdded')).toHaveLength(2);
    expect(following.of('ReactionRemoved')).toHaveLength(1);
    following.close();
  });

  test('takes exactly one emoji, whatever it is made of', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await mei.send(chat, 'tea?');
    for (const emoji of ['👍', '❤️', '👍🏽', '👩‍🚀', '🇨🇳', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣'])
      expectType(await onMessage(mei, id).react(emoji), 'AddReactionPayload');
    for (const other of ['', ' ', 'a', '1', '茶', '👍👍', '👍 ', 'a👍', '❤', '\u200d', '👍\0'])
      expectType(await onMessage(mei, id).react(other), 'InvalidFieldError');
    expectType(await onMessage(mei, id).takeBack('a'), 'InvalidFieldError');
  });

  test('has at most 20 kinds on one message, however many come at once', async () => {
    const { mei, tom, lin, group } = await trio();
    const { id } = await mei.send(group, 'tea?');
    for (const emoji of KINDS.slice(0, 18)) await onMessage(mei, id).react(emoji);
    const answers = await Promise.all(
      KINDS.slice(17).map((emoji) => onMessage(tom, id).react(emoji)),
    );
    const kinds = answers.map((answer) => answer.__typename).sort();
    expect(kinds).toEqual([
      'AddReactionPayload',
      'AddReactionPayload',
      'AddReactionPayload',
      'LimitReachedError',
      'LimitReachedError',
    ]);
    expect(answers).toContainEqual(expect.objectContaining({ limit: 20 }));
    expectType(await onMessage(lin, id).react('🍵'), 'LimitReachedError');
    expectType(await onMessage(lin, id).react(KINDS[0] ?? ''), 'AddReactionPayload');
    expect((await onMessage(lin, id).see()).reactions).toHaveLength(20);
    expect((await onMessage(lin, id).see()).reactions[0]).toMatchObject({
      emoji: KINDS[0],
      count: 2,
    });
  });

  test('a kind that is taken away while others join in never makes room for one too many', async () => {
    const { mei, tom, lin, group } = await trio();
    const { id } = await mei.send(group, 'tea?');
    for (const emoji of KINDS.slice(0, 20)) await onMessage(mei, id).react(emoji);
    for (let round = 0; round < 8; round++) {
      const [first = '', other = ''] = [KINDS[round], KINDS[20 + (round % 2)]];
      await Promise.all([
        onMessage(mei, id).takeBack(first),
        onMessage(tom, id).react(other),
        onMessage(lin, id).react(first),
      ]);
      expect((await onMessage(lin, id).see()).reactions.length).toBeLessThanOrEqual(20);
      for (const emoji of [first, other]) {
        await onMessage(tom, id).takeBack(emoji);
        await onMessage(lin, id).takeBack(emoji);
      }
      await onMessage(mei, id).react(first);
    }
  });

  test('is refused to those who may not speak, who may still take theirs back', async () => {
    const { mei, tom, lin, group } = await trio();
    const { id } = await mei.send(group, 'tea?');
    await onMessage(mei, id).react('👍');
    await onMessage(tom, id).react('👍');
    await inGroup(mei, group).muteAll(true);
    for (const emoji of ['👍', '🍵']) {
      expectType(await onMessage(lin, id).react(emoji), 'AllMutedError');
      expectType(await onMessage(mei, id).react(emoji), 'AddReactionPayload');
    }
    await inGroup(mei, group).muteAll(false);
    await inGroup(mei, group).mute(lin, new Date(Date.now() + 3_600_000).toISOString());
    for (const emoji of ['👍', '😀'])
      expectType(await onMessage(lin, id).react(emoji), 'MemberMutedError');
    await inGroup(mei, group).muteAll(true);
    expectType(await onMessage(tom, id).takeBack('👍'), 'RemoveReactionPayload');
    await inGroup(mei, group).muteAll(false);
    await inGroup(mei, group).mute(lin, null);
    expectType(await onMessage(lin, id).react('👍'), 'AddReactionPayload');
  });

  test('is refused for what is gone, for notices, and for what one does not see', async () => {
    const { mei, tom, lin, group } = await trio();
    const notice = await stage.backend.db.message.findFirstOrThrow({
      where: { conversationId: uuidOf(group) },
    });
    const noticeId = Buffer.from(`Message:${notice.id}`).toString('base64');
    expectType(await onMessage(mei, noticeId).react('👍'), 'InvalidFieldError');
    const [recalled, deleted, hidden] = [
      await tom.send(group, 'one'),
      await tom.send(group, 'two'),
      await tom.send(group, 'three'),
    ];
    for (const { id } of [recalled, deleted, hidden]) await onMessage(lin, id).react('👍');
    await onMessage(tom, recalled.id).recall();
    await onMessage(mei, deleted.id).deleteForEveryone();
    for (const { id } of [recalled, deleted]) {
      expectType(await onMessage(mei, id).react('👍'), 'MessageGoneError');
      expectType(await onMessage(lin, id).takeBack('👍'), 'RemoveReactionPayload');
      expect((await onMessage(mei, id).see()).reactions).toEqual([]);
    }
    await onMessage(mei, hidden.id).deleteForMe();
    expectType(await onMessage(mei, hidden.id).react('👍'), 'NotFoundError');
    await inGroup(mei, group).remove([lin]);
    expectType(await onMessage(lin, hidden.id).react('👍'), 'NotFoundError');
    expectType(await onMessage(lin, hidden.id).takeBack('👍'), 'NotFoundError');
    expect(await shownTo(tom, hidden.id)).toEqual([['👍', 1, false]]);
  });
});

test('recalling and reacting at the same moment leaves no reaction behind, and events agree', async () => {
  const { mei, tom, lin, group } = await trio();
  const following = await lin.follow().live();
  for (let round = 0; round < 12; round++) {
    const { id } = await tom.send(group, `round ${round}`);
    if (round % 2) await onMessage(tom, id).react('👍');
    const [recalled, ...reacted] = await Promise.all([
      onMessage(tom, id).recall(),
      onMessage(mei, id).react('👍'),
      onMessage(lin, id).react('👍'),
      onMessage(tom, id).takeBack('👍'),
    ]);
    expectType(recalled, 'RecallMessagePayload');
    await following.first('MessageRecalled', ({ message }) => message.id === id);
    const told = following.events.flatMap((event) =>
      'message' in event && event.message.id === id ? [event.__typename] : [],
    );
    expect(told.at(-1)).toBe('MessageRecalled');
    const added = reacted.filter((answer) => answer.__typename === 'AddReactionPayload').length;
    expect(told.filter((kind) => kind === 'ReactionAdded')).toHaveLength(added + (round % 2));
    expect((await onMessage(mei, id).see()).reactions).toEqual([]);
  }
  following.close();
});

/** Reactions of many people, without their signing in one by one. */
async function reactAsMany(messageId: string, emoji: string, people: number): Promise<string[]> {
  const { rows } = await stage.backend.pool.query<{ id: string }>(
    `WITH made AS (
       INSERT INTO account (id, username, nickname)
       SELECT gen_random_uuid(), 'r_' || left(md5(random()::text || n), 20), 'R' || n
       FROM generate_series(1, $3) AS n RETURNING id
     )
     INSERT INTO message_reaction (message_id, account_id, emoji, created_at)
     SELECT $1, id, $2, now() + row_number() OVER () * interval '1 millisecond' FROM made
     RETURNING account_id AS id`,
    [uuidOf(messageId), emoji, people],
  );
  return rows.map(({ id }) => Buffer.from(`User:${id}`).toString('base64'));
}

test('the people behind a reaction come in pages, the newest first, and the newest five at once', async () => {
  const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
  const { id } = await mei.send(chat, 'tea?');
  const people = (await reactAsMany(id, '👍', 45)).reverse();
  const seen: string[] = [];
  const readAfter = async (after: string | null): Promise<void> => {
    const { node } = await mei.ask(Reactions, { id, first: 20, after });
    const group = node?.__typename === 'Message' ? node.reactions[0] : undefined;
    if (!group) throw new Error('There is no reaction');
    expect(group.recent.map((user) => user.id)).toEqual(people.slice(0, 5));
    seen.push(...group.users.edges.map((edge) => edge.node.id));
    if (group.users.pageInfo.hasNextPage) await readAfter(group.users.pageInfo.endCursor);
  };
  await readAfter(null);
  expect(seen).toEqual(people);
});

test('a page of messages costs the same number of statements, however many reactions they have', async () => {
  const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
  const sent = [];
  for (let index = 0; index < 20; index++) sent.push(await mei.send(chat, `m${index}`));
  const { pool } = stage.backend;
  const countStatements = async () => {
    const client = pool.query.bind(pool);
    let statements = 0;
    pool.query = ((...args: Parameters<typeof client>) => {
      statements += 1;
      return client(...args);
    }) as typeof pool.query;
    try {
      await mei.ask(Listed, { id: chat, last: 20 });
    } finally {
      pool.query = client as typeof pool.query;
    }
    return statements;
  };
  const without = await countStatements();
  for (const { id } of sent)
    for (const emoji of ['👍', '🍵', '😀']) await onMessage(mei, id).react(emoji);
  const { conversation } = await mei.ask(Listed, { id: chat, last: 20 });
  expect(conversation?.messages.edges[7]?.node.reactions).toHaveLength(3);
  expect(await countStatements()).toBeLessThanOrEqual(without + 2);
});

test('ten thousand reactions on one message are shown and joined within milliseconds', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const { id } = await mei.send(chat, 'tea?');
  await reactAsMany(id, '👍', 10_000);
  await stage.backend.pool.query('ANALYZE message_reaction');
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const begun = performance.now();
    await onMessage(round % 2 ? mei : tom, id).see();
    times.push(performance.now() - begun);
    await onMessage(tom, id).react('👍');
    await onMessage(tom, id).takeBack('👍');
  }
  // The quickest: what the question costs, without what else the machine is doing.
  expect(Math.min(...times)).toBeLessThan(50);
});

test('a page counts all of them, however many they are and whatever else is on it', async () => {
  const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
  const [few, many] = [await mei.send(chat, 'tea?'), await mei.send(chat, 'tea!')];
  await onMessage(mei, few.id).react('🍵');
  const first = async () => {
    const { conversation } = await mei.ask(Listed, { id: chat, last: 5 });
    const counts = conversation?.messages.edges.map(({ node }) =>
      node.reactions.map(({ emoji, count, recent }) => [emoji, count, recent.length]),
    );
    return counts;
  };
  // As many as a page counts at once, then more, of which the newest are on the index’s far side.
  await reactAsMany(many.id, '👍', 499);
  expect(await first()).toEqual([[['🍵', 1, 1]], [['👍', 499, 5]]]);
  await reactAsMany(many.id, '😀', 30);
  expect(await first()).toEqual([
    [['🍵', 1, 1]],
    [
      ['👍', 499, 5],
      ['😀', 30, 5],
    ],
  ]);
});
