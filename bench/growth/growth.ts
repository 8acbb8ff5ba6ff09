import { parseArgs } from 'node:util';
import { type Guest, invite } from '../crowd.ts';
import { openHouse, writeReport } from '../house.ts';
import { milliseconds, printTable } from '../measure.ts';
import { draw, type Patience, type Place, type Point } from './curve.ts';
import { fillWithMessages } from './messages.ts';
import { listing, reading, readingAround, sending } from './pages.ts';

const CURVES = { messages: stored, members: inEach, conversations: ofSomebody };
type Curve = keyof typeof CURVES;

/** Conversations in which everything is stored, and people in each. */
const CONVERSATIONS = 500;
const MEMBERS = 10;
/** Where the number of people counts: conversations of each size. */
const ALIKE = 50;
/** Where the number of conversations counts: people in each, and how many of the list are shown. */
const FEW = 5;
const LISTED = 10;
/** In a conversation where the number of messages does not count. */
const SAID = 30;

/**
 * What a message, a page of a history and a page of the list of conversations cost where ever more is stored, where ever
 * more people are in a conversation, and where somebody is in ever more conversations.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000,100000,1000000' },
      members: { type: 'string', default: '10,100,1000,5000' },
      conversations: { type: 'string', default: '10,500,5000' },
      only: { type: 'string', default: Object.keys(CURVES).join() },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  const patience = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  const points: Point[] = [];
  for (const curve of values.only.split(',') as Curve[])
    points.push(...(await CURVES[curve](values[curve].split(',').map(Number), patience)));
  print(points);
  writeReport(values.json, points);
}

/** Ever more messages in the same conversations: half of them in the first. A house for each size. */
async function stored(sizes: readonly number[], patience: Patience): Promise<Point[]> {
  const places: Place[] = [];
  try {
    for (const size of sizes) places.push(await storeSoMany(size));
    return await draw('messages stored', places, patience);
  } finally {
    for (const { house } of places) await house.stop();
  }
}

async function storeSoMany(size: number): Promise<Place> {
  const since = Date.now();
  const placeOf = (index: number) =>
    index % 2 === 0 ? 0 : 1 + ((index >> 1) % (CONVERSATIONS - 1));
  let people: Guest[] = [];
  let ids: string[] = [];
  const house = await openHouse({}, async (pool) => {
    people = await invite(pool, 2 + (CONVERSATIONS * (MEMBERS - 2)) / 20);
    const both = people.slice(0, 2);
    const groups = parties(people.slice(2), CONVERSATIONS, MEMBERS - 2).map((others) => [
      ...both,
      ...others,
    ]);
    ids = await fillWithMessages(pool, { groups, count: size, placeOf, behind: both.slice(1) });
  });
  console.log(`${size} messages were stored in ${Math.round((Date.now() - since) / 1_000)} s.`);
  const [reader, silent] = people as [Guest, Guest];
  const [largest = ''] = ids;
  const works = {
    'send a message': sending(reader, ids),
    'the latest 20 of the largest conversation': reading(reader, [largest]),
    '20 in the midst of the largest': readingAround(reader, largest, size / 2),
    'list 50 conversations': listing(reader, 50),
    'list 50, by somebody who writes and never reads': listing(silent, 50),
  };
  return { size, house, works };
}

/** Ever more people in each conversation. */
function inEach(sizes: readonly number[], patience: Patience): Promise<Point[]> {
  const shape = { conversations: () => ALIKE, members: (size: number) => size, listed: ALIKE };
  return amongFew('people in each conversation', sizes, { ...shape, patience });
}

/** Ever more conversations of one person. */
function ofSomebody(sizes: readonly number[], patience: Patience): Promise<Point[]> {
  const shape = { conversations: (size: number) => size, members: () => FEW, listed: LISTED };
  return amongFew('conversations of the reader', sizes, { ...shape, patience });
}

interface Shape {
  /** How many the reader of a size is in, and how many people are in each. */
  conversations(size: number): number;
  members(size: number): number;
  /** How many of them are listed. */
  listed: number;
  patience: Patience;
}

/** One house for all sizes: for each somebody who reads, in conversations of their own, in which little is said. */
async function amongFew(curve: string, sizes: readonly number[], shape: Shape): Promise<Point[]> {
  const { conversations, members, listed, patience } = shape;
  const readers: Guest[] = [];
  let ids: string[] = [];
  const house = await openHouse({}, async (pool) => {
    const crowd = await invite(pool, sizes.length + Math.max(1_000, ...sizes.map(members)));
    readers.push(...crowd.splice(0, sizes.length));
    const groups = sizes.flatMap((size, place) =>
      parties(crowd, conversations(size), members(size) - 1).map((others) => [
        readers[place] as Guest,
        ...others,
      ]),
    );
    const placeOf = (index: number) => index % groups.length;
    ids = await fillWithMessages(pool, { groups, count: groups.length * SAID, placeOf });
  });
  const places = sizes.map((size, place) => {
    const reader = readers[place] as Guest;
    const own = ids.splice(0, conversations(size));
    const works = {
      'send a message': sending(reader, own),
      'the latest 20 of a conversation': reading(reader, own),
      [`list ${listed} conversations`]: listing(reader, listed),
    };
    return { size, house, works };
  });
  try {
    return await draw(curve, places, patience);
  } finally {
    await house.stop();
  }
}

/** So many groups of so many people, other ones each time. */
const parties = (people: readonly Guest[], groups: number, size: number): Guest[][] =>
  Array.from({ length: groups }, (_, group) =>
    Array.from(
      { length: size },
      (_member, step) => people[(group * 7 + step) % people.length] as Guest,
    ),
  );

function print(points: readonly Point[]): void {
  printTable(
    [
      ...['', 'with so many', 'p50 ms', 'p99 ms', 'one row, p50 ms', 'server CPU ms'],
      ...['PostgreSQL CPU ms', 'CPU, of the smallest', 'p50 by one row, of the smallest'],
    ],
    points.map((point) => [
      ...[`${point.curve}: ${point.what}`, String(point.size)],
      ...[point.p50, point.p99, point.reference].map(milliseconds),
      ...[point.server, point.database, point.cpuRatio, point.timeRatio].map((value) =>
        value.toFixed(2),
      ),
    ]),
  );
}

await main();
