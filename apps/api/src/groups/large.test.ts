import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillGroup } from '../testing/crowd.ts';
import { graphql } from '../testing/graphql.ts';
import { auditedIn, inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

/** What is done in a group of 10,000 costs by what changes, and even its end is one bounded transaction. */

const SIZE = 10_000;

let stage: Stage;
let mei: Person;
let ada: Person;
let tom: Person;
let id: string;
beforeAll(async () => {
  stage = await startStage();
  const { world } = stage;
  [mei, ada, tom] = [await world.user('Mei'), await world.user('Ada'), await world.user('Tom')];
  for (const friend of [ada, tom]) await mei.befriend(friend);
  id = await mei.group('Everybody', [ada, tom], { visibility: 'PUBLIC' });
  await fillGroup(stage, id, SIZE - 3);
}, 120_000);
afterAll(() => stage.close());

const Crowd = graphql(`
  query Crowd($id: ID!) {
    conversation(id: $id) { memberCount members(last: 100) { edges { node { user { id } } } } }
  }
`);

async function crowd() {
  const { conversation } = await mei.ask(Crowd, { id });
  if (!conversation) throw new Error('There is no such group');
  const people = conversation.members.edges.map(({ node }) => node.user);
  return { count: conversation.memberCount, people };
}

async function timed<Result>(work: () => Promise<Result>) {
  const from = performance.now();
  const result = await work();
  return { result, took: performance.now() - from };
}

async function eventsSince(xid: string) {
  const { rows } = await stage.backend.pool.query<{ kind: string; count: number }>(
    'SELECT kind, count(*)::int AS count FROM event WHERE xid > $1 GROUP BY kind',
    [xid],
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

async function newestXid(): Promise<string> {
  const { rows } = await stage.backend.pool.query<{ xid: string }>(
    'SELECT pg_current_xact_id()::text AS xid',
  );
  return rows[0]?.xid ?? '0';
}

describe(`a group of ${SIZE.toLocaleString('en')}`, () => {
  test('tells what happens in it once, and not once for each member', async () => {
    const since = await newestXid();
    await inGroup(mei, id).update({ name: 'Everyone' });
    await inGroup(mei, id).muteAll(true);
    await inGroup(mei, id).appoint(tom, 'ADMINISTRATOR');
    await mei.send(id, 'hello, all of you');
    expect(await eventsSince(since)).toEqual({
      GroupChanged: 2,
      RoleChanged: 1,
      MessageSent: 4,
    });
  });

  test('removes a hundred at once', async () => {
    const { people } = await crowd();
    expect(people).toHaveLength(100);
    const { result, took } = await timed(() => inGroup(mei, id).remove(people, true));
    expectType(result, 'RemoveMembersPayload');
    expect(took).toBeLessThan(5_000);
    expect((await crowd()).count).toBe(SIZE - 100);
  });

  test('is dissolved in one transaction, which keeps nobody else waiting', async () => {
    const { one, other, chat } = await stage.world.friends('Lin', 'Wang');
    const [his, theirs] = [await tom.follow().live(), await other.follow().live()];
    const since = await newestXid();
    let ended = false;
    const dissolving = timed(() => inGroup(mei, id).dissolve()).finally(() => {
      ended = true;
    });
    const waits: number[] = [];
    while (!ended) waits.push((await timed(() => one.send(chat, 'meanwhile'))).took);
    const { result, took } = await dissolving;
    expectType(result, 'DissolveGroupPayload');
    expect(took).toBeLessThan(10_000);
    expect(Math.max(...waits)).toBeLessThan(2_500);
    await his.first('GroupDissolved');
    expect(await his.first('ConversationLeft')).toMatchObject({ leavingReason: 'DISSOLVED' });
    await theirs.until(() => theirs.texts(chat).length === waits.length);
    expect(await eventsSince(since)).toMatchObject({
      GroupDissolved: 1,
      ConversationLeft: SIZE - 100,
    });
    const { rows } = await stage.backend.pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM member WHERE conversation_id = $1',
      [uuidOf(id)],
    );
    expect(rows).toEqual([{ count: 0 }]);
    expect((await auditedIn(stage, id)).at(-1)?.[1]).toBe('GroupDissolved');
    for (const stream of [his, theirs]) stream.close();
  }, 60_000);
});
