import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { cloneDatabase } from '../testing/database.ts';
import { type AnyEvent, MissedEvents } from '../testing/events.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { inGroup, rolesIn, streamOf } from '../testing/groups.ts';
import { forwarded } from '../testing/keeping.ts';
import { freshCursor, type Stage, startStageOn } from '../testing/stage.ts';
import { type Person, SendMessage } from '../testing/world.ts';

/** Whoever is removed hears nothing later and says nothing later, whatever happens at the same instant, on any process. */

/** PostgreSQL looks for deadlocks only after this time, so that one cannot be overlooked. */
const DEADLOCK_MS = 10_000;

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let stage: Stage;
/** A second process on the same PostgreSQL and the same Redis. */
let there: Stage;
beforeAll(async () => {
  database = await cloneDatabase(inject('databaseUrl'));
  const url = `${database.url}?options=${encodeURIComponent(`-c deadlock_timeout=${DEADLOCK_MS}`)}`;
  const settings = { REDIS_URL: inject('redisUrl') };
  stage = await startStageOn(url, settings);
  there = await startStageOn(url, settings);
});
afterAll(async () => {
  await there.close();
  await stage.close();
  await database.drop();
});

const StartTyping = graphql(`
  mutation Typing($input: StartTypingInput!) { startTyping(input: $input) { __typename } }
`);
const AddReaction = graphql(`
  mutation React($input: AddReactionInput!) { addReaction(input: $input) { __typename } }
`);
const Sequences = graphql(`
  query Sequences($id: ID!) {
    conversation(id: $id) {
      lastSeq
      messages(last: 100) { edges { node { seq sender { id } content { __typename } } } }
    }
  }
`);

async function house() {
  const mei = await stage.world.user('Mei');
  const [tom, lin] = [await stage.world.user('Tom'), await stage.world.user('Lin')];
  for (const friend of [tom, lin]) await mei.befriend(friend);
  const id = await mei.group('Tea', [tom, lin], { visibility: 'PUBLIC' });
  return { mei, tom, lin, id };
}

/** Tries to say something; answers how it went and how long it took. */
async function say(person: Person, conversationId: string, text: string) {
  const input = { conversationId, clientId: randomUUID(), text };
  const from = performance.now();
  const { data, errors } = await person.attempt(SendMessage, { input });
  expect(errors).toBeUndefined();
  return { outcome: data?.sendMessage.__typename, took: performance.now() - from };
}

async function sequences(person: Person, id: string) {
  const { conversation } = await person.ask(Sequences, { id });
  if (!conversation) throw new Error('There is no such group');
  return conversation.messages.edges.map(({ node }) => node);
}

const seqsIn = (events: readonly AnyEvent[], id: string) =>
  events.flatMap((event) =>
    'streamId' in event && event.streamId === streamOf(id) ? [event.seq] : [],
  );

/** Lets something else happen on a stream, so that whatever was to come before it has come. */
async function settle(person: Person, following: Following) {
  const friend = await stage.world.user('Witness');
  await person.befriend(friend);
  await following.first('FriendshipStarted', ({ user }) => user.id === friend.id);
}

describe('removing somebody who is speaking', () => {
  test('they speak before it or not at all, and neither waits for the other', async () => {
    for (let round = 0; round < 12; round++) {
      const { mei, tom, id } = await house();
      const speaking = Array.from({ length: 12 }, (_, index) =>
        say(index % 2 ? tom : tom.through(there.url), id, `n${index}`),
      );
      const from = performance.now();
      const removed = await inGroup(round % 2 ? mei : mei.through(there.url), id).remove([tom]);
      const took = performance.now() - from;
      const spoken = await Promise.all(speaking);
      expect(removed.__typename).toBe('RemoveMembersPayload');
      const outcomes = new Set(spoken.map(({ outcome }) => outcome));
      for (const outcome of outcomes)
        expect(['SendMessagePayload', 'NotFoundError']).toContain(outcome);
      expect(Math.max(took, ...spoken.map((one) => one.took))).toBeLessThan(DEADLOCK_MS);
      const said = await sequences(mei, id);
      const notice = said.findIndex((node) => node.content.__typename === 'MembersRemovedNotice');
      expect(said.slice(notice).filter((node) => node.sender.id === tom.id)).toEqual([]);
      const accepted = spoken.filter(({ outcome }) => outcome === 'SendMessagePayload').length;
      expect(said.filter((node) => node.sender.id === tom.id)).toHaveLength(accepted);
    }
  }, 60_000);

  test('or is being muted: what comes behind the notice is not theirs', async () => {
    for (let round = 0; round < 6; round++) {
      const { mei, tom, id } = await house();
      const speaking = Array.from({ length: 12 }, (_, index) => say(tom, id, `n${index}`));
      const until = new Date(Date.now() + 3_600_000).toISOString();
      await inGroup(mei, id).mute(tom, until);
      await Promise.all(speaking);
      const said = await sequences(mei, id);
      const notice = said.findIndex((node) => node.content.__typename === 'MemberMutedNotice');
      expect(notice).toBeGreaterThan(0);
      expect(said.slice(notice).filter((node) => node.sender.id === tom.id)).toEqual([]);
    }
  }, 60_000);
});

describe('somebody who was removed', () => {
  test('hears nothing later of any kind, on no process, live or in a replay', async () => {
    const { mei, tom, lin, id } = await house();
    const kept = await freshCursor(stage, tom);
    const streams = [
      await tom.follow().live(),
      await tom.through(there.url).follow().live(),
      await (await tom.onAnotherDevice()).through(there.url).follow().live(),
    ];
    const [hers, first] = [await mei.follow().live(), await mei.send(id, 'before')];
    for (const stream of streams) await stream.until(() => stream.texts(id).includes('before'));
    // Others go on all the while, on both processes.
    let going = true;
    const chatter = [lin, lin.through(there.url)].map(async (person) => {
      while (going) {
        await person.send(id, 'meanwhile');
        await person.ask(StartTyping, { input: { conversationId: id } });
      }
    });
    await inGroup(mei, id).remove([tom]);
    const typing = await lin.ask(StartTyping, { input: { conversationId: id } });
    expect(typing.startTyping.__typename).toBe('StartTypingPayload');
    const heardBefore = streams.map((stream) => stream.of('TypingStarted').length);
    await lin.ask(AddReaction, { input: { messageId: first.id, emoji: '🍵' } });
    await inGroup(mei, id).update({ name: 'Without Tom' });
    await mei.send(id, 'after');
    going = false;
    await Promise.all(chatter);
    await hers.until(() => hers.texts(id).includes('after'));
    const left = await hers.first('MemberLeft');
    for (const [index, stream] of streams.entries()) {
      await settle(tom, stream);
      expect(Math.max(...seqsIn(stream.events, id))).toBeLessThan(left.seq);
      expect(stream.of('ConversationLeft')).toHaveLength(1);
      // A hint on its way while the removal was being answered may have been shown; none since.
      expect(stream.of('TypingStarted').length - heardBefore[index]!).toBeLessThanOrEqual(1);
    }
    for (const cursor of [kept, streams[1]!.events[0]!.cursor]) {
      const replayed = await tom.follow(cursor).live();
      expect(seqsIn(replayed.events, id)).toEqual([]);
      const { events } = await tom.ask(MissedEvents, { after: cursor, first: 500 });
      expect(seqsIn(events.events, id)).toEqual([]);
      expect(events.events.map((event) => event.__typename)).toContain('ConversationLeft');
      replayed.close();
    }
    for (const stream of [...streams, hers]) stream.close();
  }, 60_000);

  test('and comes back at once, again and again, hears everything from then on', async () => {
    const { mei, tom, lin, id } = await house();
    const streams = [await tom.follow().live(), await tom.through(there.url).follow().live()];
    for (let round = 0; round < 8; round++) {
      const busy = Array.from({ length: 10 }, (_, index) => lin.send(id, `r${round} n${index}`));
      await inGroup(mei, id).remove([tom]);
      await inGroup(mei.through(there.url), id).add([tom]);
      await Promise.all(busy);
      await lin.send(id, `round ${round}`);
      for (const stream of streams)
        await stream.until(() => stream.texts(id).includes(`round ${round}`));
    }
    for (const stream of streams) stream.close();
  }, 60_000);
});

describe('everything at once', () => {
  const Membership = graphql(`
    query Membership($id: ID!) {
      conversation(id: $id) { memberCount members(first: 100) { edges { node { role user { id } } } } }
    }
  `);

  /** What a client knows that began with a fetch and has taken in the events since. */
  function applied(start: Record<string, string>, events: readonly AnyEvent[]) {
    const roles = { ...start };
    for (const event of events) {
      if (event.__typename === 'MembersJoined')
        for (const member of event.members) roles[member.user.id] = member.role;
      if (event.__typename === 'MemberLeft') delete roles[event.user.id];
      if (event.__typename === 'RoleChanged' && event.member)
        roles[event.member.user.id] = event.member.role;
    }
    return roles;
  }

  test('ends in one truth: one owner, no failure of ours, and events that lead to what is fetched', async () => {
    const mei = await stage.world.user('Mei');
    const people: Person[] = [];
    for (let index = 0; index < 6; index++) {
      const friend = await stage.world.user(`Friend ${index}`);
      await mei.befriend(friend);
      people.push(friend);
    }
    const id = await mei.group('Tea', people, { visibility: 'PUBLIC' });
    for (const person of people.slice(0, 2))
      await inGroup(mei, id).appoint(person, 'ADMINISTRATOR');
    const watching = await mei.follow().live();
    const start = await rolesIn(mei, id);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const acts: ((person: Person, other: Person) => Promise<unknown>)[] = [
      (person, other) => inGroup(person, id).remove([other]),
      (person, other) => inGroup(person, id).remove([other], true),
      (person, other) => inGroup(person, id).unban(other),
      (person, other) => inGroup(person, id).add([other]),
      (person, other) => inGroup(person, id).appoint(other, 'ADMINISTRATOR'),
      (person, other) => inGroup(person, id).appoint(other, 'MEMBER'),
      (person, other) => inGroup(person, id).mute(other, until),
      (person) => inGroup(person, id).callMyself('茶'),
      (person) => inGroup(person, id).leave(),
      (person) => say(person, id, 'hello'),
      (person) => inGroup(person, id).muteAll(false),
    ];
    // A sequence that is the same each time, with the people and the acts well mixed.
    const doing = Array.from({ length: 150 }, (_, index) => {
      const actors = [mei, mei, mei, ...people];
      const actor = actors[(index * 7) % actors.length]!;
      const other = people[(index * 5 + 1) % people.length]!;
      const act = acts[(index * 3) % acts.length]!;
      const here = index % 2 ? actor : actor.through(there.url);
      return actor === mei && act === acts[8] ? null : () => act(here, other);
    });
    for (let index = 0; index < doing.length; index += 10)
      await Promise.all(doing.slice(index, index + 10).map((act) => act?.()));
    const { conversation } = await mei.ask(Membership, { id });
    const fetched = Object.fromEntries(
      conversation?.members.edges.map(({ node }) => [node.user.id, node.role]) ?? [],
    );
    expect(Object.values(fetched).filter((role) => role === 'OWNER')).toHaveLength(1);
    expect(conversation?.memberCount).toBe(Object.keys(fetched).length);
    await settle(mei, watching);
    await mei.send(id, 'the end');
    await watching.until(() => watching.texts(id).includes('the end'));
    expect(applied(start, watching.events)).toEqual(fetched);
    const seqs = seqsIn(watching.events, id);
    expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index));
    watching.close();
  }, 60_000);

  test('forwarding the same addresses in another order: neither waits for the other in a circle', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const links = Array.from({ length: 40 }, () => `https://${randomUUID()}.example/`);
    const say = async (person: Person, addresses: string[]) => {
      const conversationId = await person.open(person);
      const messageIds: string[] = [];
      for (const address of addresses)
        messageIds.push((await person.send(conversationId, address)).id);
      return messageIds;
    };
    const [hers, his] = [await say(mei, links), await say(tom, links.toReversed())];
    const group = await tom.group('Tea', [mei]);
    for (let round = 0; round < 3; round++) {
      await stage.backend.pool.query('DELETE FROM link_preview WHERE url = ANY($1)', [links]);
      const from = performance.now();
      await Promise.all([
        forwarded(mei, { conversationId: chat, messageIds: hers }),
        forwarded(tom.through(there.url), { conversationId: group, messageIds: his }),
      ]);
      expect(performance.now() - from).toBeLessThan(DEADLOCK_MS);
    }
  }, 60_000);

  test('dissolving while everybody speaks: nothing is said later, and nobody is stuck', async () => {
    for (let round = 0; round < 5; round++) {
      const { mei, tom, lin, id } = await house();
      const his = await tom.through(there.url).follow().live();
      const speaking = Array.from({ length: 12 }, (_, index) =>
        say([tom, lin, mei][index % 3]!, id, `n${index}`),
      );
      const gone = await inGroup(mei.through(there.url), id).dissolve();
      expect(gone.__typename).toBe('DissolveGroupPayload');
      const spoken = await Promise.all(speaking);
      expect(Math.max(...spoken.map(({ took }) => took))).toBeLessThan(DEADLOCK_MS);
      const dissolved = await his.first('GroupDissolved');
      await his.first('ConversationLeft');
      await settle(tom, his);
      expect(Math.max(...seqsIn(his.events, id))).toBe(dissolved.seq);
      his.close();
    }
  }, 60_000);
});
