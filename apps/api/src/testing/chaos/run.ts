import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ask } from '../client.ts';
import { MissedEvents } from '../events.ts';
import { byPages, byServerSentEvents, bySocket, type Transport } from '../transports.ts';
import { CreateGroup, type Person, World } from '../world.ts';
import type { Dice } from './dice.ts';
import { Faults } from './faults.ts';
import { type History, Notes, type Owed } from './history.ts';
import { type Heads, readHeads, readMessages } from './outcome.ts';
import { Reader } from './readers.ts';
import type { Servers } from './servers.ts';
import { type Writing, write } from './writers.ts';

export interface Bout {
  history: History;
  /** How often what was broken. */
  faults: Map<string, number>;
}

/** After the last mending everything that is owed has to arrive within this time. */
const SETTLING_MS = 15_000;

/** Lets people write and read for so long while everything breaks, then waits until all is quiet. */
export async function fight(
  servers: Servers,
  dice: Dice,
  { seconds, strikesEach }: { seconds: number; strikesEach: number },
): Promise<Bout> {
  const notes = new Notes();
  const { people, chats } = await gather(servers.doors[0].api.url);
  const readers = await seat(servers, people, dice, notes);
  const before = await readHeads(servers, people);
  const faults = new Faults(servers, dice.for('faults'), notes);

  const [noMoreWriting, noMoreReading] = [new AbortController(), new AbortController()];
  const writings = people.map((person): Writing => {
    const own = dice.for(`${person.account.nickname} writes`);
    return { person, urls: servers.urls, chats: chats.get(person) ?? [], dice: own, notes };
  });
  const writing = writings.map((one) => write(one, noMoreWriting.signal));
  const founding = found(writings, dice.for('founder'), noMoreWriting.signal);
  const reading = readers.map((reader) => reader.read(noMoreReading.signal));

  await faults.wreak(seconds, strikesEach);
  noMoreWriting.abort();
  await Promise.all([...writing, founding]);
  const owed = await settle(readers, before, () => readHeads(servers, people));
  noMoreReading.abort();
  await Promise.all(reading);
  for (const { api } of servers.doors)
    if (!api.running) notes.write({ kind: 'mishap', who: api.url, what: `ended: ${api.output}` });
  const messages = await readMessages(servers, people);
  return { history: { log: notes.log, final: { messages, owed } }, faults: faults.counts };
}

/** Friends, and where each of them may write: in pairs and all together. */
async function gather(url: string): Promise<{ people: Person[]; chats: Map<Person, string[]> }> {
  const world = new World(url);
  const [mei, tom, lin, ann, bo] = [
    await world.user('Mei'),
    await world.user('Tom'),
    await world.user('Lin'),
    await world.user('Ann'),
    await world.user('Bo'),
  ];
  for (const friend of [tom, lin, ann, bo]) await mei.befriend(friend);
  await lin.befriend(ann);
  const everyone = await mei.group('Everyone', [tom, lin, ann, bo]);
  const [pair, other] = [await mei.open(tom), await lin.open(ann)];
  const chats = new Map<Person, string[]>([
    [mei, [everyone, pair]],
    [tom, [everyone, pair]],
    [lin, [everyone, other]],
    [ann, [everyone, other]],
    [bo, [everyone]],
  ]);
  return { people: [...chats.keys()], chats };
}

/** Each way of reading on its own, and somebody who changes between them. */
async function seat(servers: Servers, people: readonly Person[], dice: Dice, notes: Notes) {
  const places: [string, Transport[]][] = [
    ['by socket', [bySocket]],
    ['by socket', [bySocket]],
    ['by server-sent events', [byServerSentEvents]],
    ['by pages', [byPages]],
    ['by whatever there is', [bySocket, byServerSentEvents, byPages]],
  ];
  return Promise.all(
    people.map(async (person, index) => {
      const [how, transports] = places[index % places.length] ?? ['by socket', [bySocket]];
      const { events } = await person.ask(MissedEvents, { after: null, first: null });
      const name = `${person.account.nickname}, ${how}`;
      const urls = servers.urls;
      return new Reader({
        name,
        person,
        urls,
        transports,
        cursor: events.cursor,
        dice: dice.for(name),
        notes,
      });
    }),
  );
}

/** Makes further groups in the middle of it all, for everyone to write into. One whose answer is lost stays silent. */
async function found(writings: readonly Writing[], dice: Dice, stop: AbortSignal): Promise<void> {
  const [founder, ...others] = writings;
  if (!founder) return;
  const userIds = others.map(({ person }) => person.id);
  for (let number = 1; !stop.aborted; number++) {
    await sleep(dice.between(1_000, 4_000), undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return;
    const input = { name: `Group ${number}`, userIds };
    const { token } = founder.person;
    const answer = await ask(
      dice.pick(founder.urls),
      token,
      CreateGroup,
      { input },
      AbortSignal.timeout(2_000),
    ).catch(() => null);
    const made = answer?.data?.createGroup;
    if (made?.__typename !== 'CreateGroupPayload') continue;
    for (const { chats } of writings) chats.push(made.conversation.id);
  }
}

function owe(readers: readonly Reader[], before: Heads, after: Heads): Owed[] {
  return readers.flatMap((reader) =>
    [...(after.get(reader.person) ?? [])].map(([streamId, last]) => ({
      reader: reader.name,
      streamId,
      first: (before.get(reader.person)?.get(streamId) ?? 0) + 1,
      last,
    })),
  );
}

/**
 * Waits until everybody has what is owed to them, and answers what that is. What a caller has given up on may be done after
 * all, late: so it is over when nothing more is owed than before the wait.
 */
async function settle(
  readers: readonly Reader[],
  before: Heads,
  read: () => Promise<Heads>,
): Promise<Owed[]> {
  const deadline = Date.now() + SETTLING_MS;
  for (let owed = owe(readers, before, await read()); ; ) {
    const behind = () =>
      readers.some(
        (reader) => !reader.hasReached(owed.filter((one) => one.reader === reader.name)),
      );
    while (behind() && Date.now() < deadline) await sleep(50);
    const since = owe(readers, before, await read());
    if (isDeepStrictEqual(since, owed)) return owed;
    owed = since;
  }
}
