import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readEnv } from '../../apps/api/src/platform/env.ts';
import { openBackend, type RunningBackend } from '../../apps/api/src/realtime/backend.ts';
import {
  type Search,
  searchConversations,
  searchMessages,
} from '../../apps/api/src/search/service.ts';
import { canonical, readQuery } from '../../apps/api/src/search/tokens.ts';
import { openStore, type Store, writeReport } from '../house.ts';
import { type Figures, measure, milliseconds, printTable } from '../measure.ts';
import { Dice } from './corpus.ts';
import { measureSending } from './sending.ts';
import { buildTown, type Town } from './town.ts';

const DAY_MS = 86_400_000;
/** The first page of 20, and one more to know whether there is a next. */
const NEWEST_PAGE = { limit: 21, oldestFirst: false };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
      /** Of each sort, at most. */
      queries: { type: 'string', default: '40' },
      /** For each of the ten turns of sending; 0: none. */
      seconds: { type: 'string', default: '2' },
      json: { type: 'string' },
    },
  });
  const count = Number(values.messages);
  if (!Number.isInteger(count) || count < 10_000) throw new Error('--messages is 10000 or more.');
  const store = await openStore();
  try {
    const patience = {
      rounds: Number(values.rounds),
      queries: Number(values.queries),
      seconds: Number(values.seconds),
    };
    writeReport(values.json, await bench(store, count, patience));
  } finally {
    await store.stop();
  }
}

interface Patience {
  rounds: number;
  queries: number;
  seconds: number;
}

async function bench(store: Store, count: number, patience: Patience) {
  const { seconds } = patience;
  const { databaseUrl: url } = store;
  const pool = new pg.Pool({ connectionString: url });
  const since = Date.now();
  const town = await buildTown(pool, count, (done) => {
    if (done % 100_000 === 0)
      console.log(`${done} messages after ${Math.round((Date.now() - since) / 1_000)} s`);
  });
  await pool.query('VACUUM ANALYZE');
  const { rows } = await pool.query<{ table: string; index: string }>(
    `SELECT pg_size_pretty(pg_relation_size('message')) AS table, pg_size_pretty(pg_relation_size('message_search')) AS index`,
  );
  console.log(`The messages take ${rows[0]?.table}, the index of their words ${rows[0]?.index}.`);
  await pool.end();

  const found = await openWhile([url], async ([backend]) => ({
    searching: await measureSearching(backend, town, patience),
    compared: await compareWithReading(backend, town),
  }));
  return { ...found, sending: seconds > 0 ? await compareSending(store, seconds) : [] };
}

/** The same sends with the index, and without it in a copy. */
async function compareSending({ databaseUrl, copy }: Store, seconds: number) {
  const copyUrl = await copy();
  const client = new pg.Client(copyUrl);
  await client.connect();
  await client.query('DROP INDEX message_search');
  await client.end();
  return openWhile([databaseUrl, copyUrl], ([one, other]) => measureSending(one, other, seconds));
}

type Backends = [RunningBackend, RunningBackend];

async function openWhile<Result>(
  urls: readonly string[],
  work: (backends: Backends) => Promise<Result>,
): Promise<Result> {
  const backends: RunningBackend[] = [];
  try {
    for (const url of urls) backends.push(await open(url));
    return await work(backends as Backends);
  } finally {
    for (const backend of backends) await backend.close();
  }
}

const open = (DATABASE_URL: string): Promise<RunningBackend> =>
  openBackend(
    readEnv({
      DATABASE_URL,
      DATABASE_POOL: '16',
      LOG_LEVEL: 'silent',
      SESSION_SECRET: randomBytes(32).toString('hex'),
      WEB_API_SECRET: randomBytes(32).toString('hex'),
    }),
    {
      audiencesOf: async () => [],
      markSeen: async () => {},
    },
  );

const viewerOf = (accountId: string) => ({ accountId, sessionId: accountId });

interface Row extends Figures {
  what: string;
  /** Of one message that is read by its key. */
  ratio: number;
}

async function measureSearching(
  backend: RunningBackend,
  town: Town,
  { rounds, queries }: Patience,
): Promise<Row[]> {
  const { samples } = town.corpus;
  const find =
    (accountId: string, query: string, filter: Partial<Search> = {}) =>
    () =>
      searchMessages(backend, viewerOf(accountId), { query, ...filter }, NEWEST_PAGE);
  const rows: [string, Figures][] = [];
  const add = async (name: string, pieces: (() => Promise<unknown>)[]) => {
    rows.push([name, await measure(pieces.slice(0, queries), rounds)]);
  };
  const reference = await measureKeyReads(backend);
  for (const who of ['few', 'many'] as const)
    for (const [sort, queries] of Object.entries(samples))
      await add(
        `${who === 'few' ? '5' : '300'} conversations: ${sort}`,
        queries.map((query) => find(town[who], query)),
      );
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
  const filters: Record<string, Partial<Search>> = {
    'by a person': { senderId: town.speaker },
    'in the largest conversation': { conversationId: town.largest },
    'of the last 30 days': { since: ago(30) },
    'of a month a year ago': { since: ago(395), until: ago(365) },
  };
  for (const [name, filter] of Object.entries(filters))
    for (const sort of [
      'Chinese, one character',
      'Chinese, two characters, common',
      'English, common',
      'English, rare',
    ] as const)
      await add(
        `300, ${name}: ${sort}`,
        samples[sort].map((query) => find(town.many, query, filter)),
      );
  for (const sort of ['Chinese, two characters, common', 'English, rare'] as const)
    await add(
      `300, which conversations: ${sort}`,
      samples[sort].map(
        (query) => () => searchConversations(backend, viewerOf(town.many), { query }, 20),
      ),
    );
  const scan = await measure(
    samples['Chinese, two characters, rare']
      .slice(0, 3)
      .map((query) => () => scanFor(backend, town.many, query)),
    1,
  );
  console.log('\nSearching, one after the other:\n');
  const all = [
    ['Reference: one message by its key', reference] as const,
    ['Reference: LIKE over what 300 conversations hold', scan] as const,
    ...rows,
  ].map(([what, figures]): Row => ({ what, ...figures, ratio: figures.p50 / reference.p50 }));
  printTable(
    ['A member of', 'p50 ms', 'p95 ms', 'max ms', 'key reads', 'runs'],
    all.map(({ what, p50, p95, most, ratio, runs }) => [
      ...[what, milliseconds(p50), milliseconds(p95), milliseconds(most)],
      ...[`${ratio.toFixed(1)} ×`, String(runs)],
    ]),
  );
  return all;
}

async function measureKeyReads({ pool }: RunningBackend): Promise<Figures> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM message TABLESAMPLE SYSTEM (1) LIMIT 500',
  );
  const read = (id: string) => () =>
    pool.query({ name: 'bench-key', text: 'SELECT * FROM message WHERE id = $1', values: [id] });
  return measure(
    rows.map(({ id }) => read(id)),
    2,
  );
}

/** The same question without an index. */
const scanFor = ({ pool }: RunningBackend, accountId: string, query: string) =>
  pool.query(
    `SELECT x.id FROM member m JOIN message x ON x.conversation_id = m.conversation_id AND x.seq > m.joined_seq
     WHERE m.account_id = $1 AND x.text LIKE '%' || $2 || '%' ORDER BY x.created_at DESC LIMIT 21`,
    [accountId, query],
  );

/** What is found among everything that one person may see, against reading all of it. */
async function compareWithReading(backend: RunningBackend, town: Town) {
  const { rows } = await backend.pool.query<{ id: string; text: string }>(
    `SELECT x.id, x.text FROM member m JOIN message x ON x.conversation_id = m.conversation_id AND x.seq > m.joined_seq
     WHERE m.account_id = $1`,
    [town.many],
  );
  const forms = rows.map(({ id, text }) => ({ id, form: canonical(text) }));
  const dice = new Dice(3);
  const queries = Object.values(town.corpus.samples).flatMap((some) => [
    dice.pick(some),
    dice.pick(some),
    dice.pick(some),
  ]);
  let [hits, missing, wrong] = [0, 0, 0];
  for (const query of queries) {
    const terms = readQuery(query);
    const expected = new Set(
      forms
        .filter(({ form }) => terms.every(({ needle }) => form.includes(needle)))
        .map(({ id }) => id),
    );
    const range = { limit: rows.length, oldestFirst: false };
    const found = await searchMessages(backend, viewerOf(town.many), { query }, range);
    hits += expected.size;
    wrong += found.filter(({ message }) => !expected.delete(message.id)).length;
    missing += expected.size;
  }
  console.log(
    `\nAgainst reading all ${rows.length} messages: ${queries.length} queries, ${hits} hits, ${missing} missing, ${wrong} false.`,
  );
  if (missing + wrong > 0) process.exitCode = 1;
  return { messages: rows.length, queries: queries.length, hits, missing, wrong };
}

await main();
