import { expect, test } from 'vitest';
import { Dice } from './testing/chaos/dice.ts';
import {
  act,
  complete,
  converse,
  fed,
  INIT,
  PING,
  push,
  type Said,
  same,
  say,
  subscribe,
  type Turn,
  unlatch,
} from './testing/protocol-talk.ts';

/** What the client hears and what is asked for, in all. */
async function both(turns: Turn[]) {
  const sum = async (whose: 'ours' | 'library') => {
    const { outcomes } = await converse(whose, turns);
    return {
      heard: outcomes.flatMap(({ heard }) => heard.map((text) => JSON.parse(text))),
      told: outcomes.flatMap(({ told }) => told),
    };
  };
  return { theirs: await sum('library'), ours: await sum('ours') };
}

const held = (id: string, more = '') => subscribe(id, `subscription { held(name: "one"${more}) }`);
const next = (id: string, data: object) => ({ id, type: 'next', payload: { data } });
const ACK = { type: 'connection_ack' };

// PROTOCOL.md: “No further events, relevant to the original subscription, should be sent through.”
test('unlike the library’s, ours says nothing more of what the client has completed', async () => {
  const value = await both([say(INIT), say(held('a')), say(complete('a')), unlatch('one 1')]);
  expect(value.theirs.heard).toEqual([ACK, next('a', { held: 1 })]);
  expect(value.ours.heard).toEqual([ACK]);
  expect(value.ours.told).toEqual(value.theirs.told);

  const breaks = [
    say(INIT),
    say(held('a', ', breaks: true')),
    say(complete('a')),
    unlatch('one 1'),
  ];
  const failure = await both(breaks);
  expect(failure.theirs.heard[1]).toMatchObject({ id: 'a', type: 'error' });
  expect(failure.ours.heard).toEqual([ACK]);
});

// PROTOCOL.md: “Once a client completes an operation, it is free to re-use that ID.”
test('unlike the library’s, ours knows what an id names now from what it named before', async () => {
  const { theirs, ours } = await both([
    say(INIT),
    say(held('a')),
    say(complete('a')),
    say(fed('a', 'two')),
    unlatch('one 1'),
    push('two', 7),
    push('two', 8),
  ]);
  expect(theirs.heard.slice(1, 3)).toEqual([next('a', { held: 1 }), { id: 'a', type: 'complete' }]);
  expect(ours.heard).toEqual([ACK, next('a', { fed: 7 }), next('a', { fed: 8 })]);
  expect(ours.told).toContain('stopped two');
});

test('unlike the library’s, ours does nothing for somebody whom it is showing out', async () => {
  const { theirs, ours } = await both([
    say(INIT),
    say('{', subscribe('a', 'mutation { remember(word: "tea") }'), fed('b', 'one')),
  ]);
  expect(theirs.told).toContain('remember tea');
  expect(ours.told).toEqual(['let in undefined']);
});

const IDS = ['a', 'b', 'c', 'd', '__proto__', '茶'];
const AT_ONCE = [
  '{ word }',
  '{ word broken }',
  '{ empty }',
  '{ nothing }',
  '{',
  'mutation { remember(word: "tea") }',
  'subscription { count(to: 3) }',
  'subscription { breaks(after: 1) }',
  'subscription { refused }',
];
const LAST: Said[] = [
  INIT,
  '{',
  '',
  { type: 'next', id: 'a', payload: {} },
  { type: 'complete', id: '' },
  subscribe('z', '{ word }', { extensions: { fails: true } }),
  subscribe('z', '{ unsayable }'),
  (client) => client.close(1000),
  (client) => client.terminate(),
];

/** A stream of a random conversation, under way or until what it waits for lets its id go. */
interface Stream {
  name: string;
  ownPace: boolean;
  waits: boolean;
  completed: boolean;
}

class Improvisation {
  readonly turns: Turn[] = [];
  readonly #dice: Dice;
  readonly #streams = new Map<string, Stream>();
  readonly #greeted: boolean;
  #names = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#greeted = dice.chance(0.95);
    if (this.#greeted) this.turns.push(say(INIT));
    const length = dice.between(3, 10);
    for (let turn = 0; turn < length; turn++) {
      if (dice.chance(0.5)) this.#happen();
      else if (this.#speak(turn === length - 1)) break;
    }
    for (const { name } of this.#streams.values()) this.turns.push(unlatch(name));
  }

  /** Whether it is over with that. */
  #speak(last: boolean): boolean {
    const dice = this.#dice;
    const said: Said[] = [];
    const used = new Set<string>();
    for (let count = dice.between(1, 5); count > 0; count--) said.push(this.#one(used));
    const over = last && dice.chance(0.7);
    // Of what comes in one piece with what closes the socket, one still answers more than the other.
    this.turns.push(say(...said.filter((one) => this.#greeted || one !== PING)));
    if (over) this.turns.push(say(this.#ending()));
    return over;
  }

  #one(used: Set<string>): Said {
    const dice = this.#dice;
    const id = dice.pick(IDS);
    const stream = this.#streams.get(id);
    if (dice.chance(0.15)) return dice.chance(0.5) ? PING : { type: 'pong', payload: { id } };
    if (stream || used.has(id) || dice.chance(0.1)) {
      if (stream?.waits) stream.completed = true;
      else this.#streams.delete(id);
      used.add(id);
      return complete(id);
    }
    used.add(id);
    if (dice.chance(0.5)) return subscribe(id, dice.pick(AT_ONCE));
    const name = `stream ${++this.#names}`;
    const ownPace = dice.chance(0.3);
    const waits = dice.chance(0.3);
    this.#streams.set(id, { name, ownPace, waits, completed: false });
    return fed(id, name, { ...(ownPace && { ownPace: name }), ...(waits && { latch: name }) });
  }

  #ending(): Said {
    const active = [...this.#streams].filter(([, { completed }]) => !completed);
    if (active.length === 0 || this.#dice.chance(0.5)) return this.#dice.pick(LAST);
    return subscribe(this.#dice.pick(active)[0], '{ word }');
  }

  #happen(): void {
    if (this.#streams.size === 0) return;
    const [id, stream] = this.#dice.pick([...this.#streams]);
    const { name, ownPace, waits, completed } = stream;
    if (waits) {
      this.turns.push(unlatch(name));
      stream.waits = false;
      if (completed) this.#streams.delete(id);
    } else if (ownPace || this.#dice.chance(0.7)) this.turns.push(push(name, this.turns.length));
    else {
      this.#streams.delete(id);
      const fails = this.#dice.chance(0.5);
      this.turns.push(
        act((backstage) => {
          if (fails) backstage.feed(name)?.fail(new Error('Out of tea'));
          else backstage.feed(name)?.finish();
        }),
      );
    }
  }
}

test('whatever is said and happens in whatever order, both do the same', async () => {
  const closings = new Set<string>();
  let heard = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const { turns } = new Improvisation(new Dice(`protocol ${seed}`));
    const theirs = await same(turns, undefined, `seed ${seed}`);
    closings.add(`${theirs.closing}`.slice(0, 4));
    heard += theirs.heard.length;
  }
  // What has come about at all.
  expect([...closings].sort()).toEqual(['1000', '1006', '4400', '4401', '4409', '4429', '4500']);
  expect(heard).toBeGreaterThan(1_000);
});
