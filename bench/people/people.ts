import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { nameKey } from '../../apps/api/src/contacts/name-keys.ts';
import { searchPeople } from '../../apps/api/src/contacts/search.ts';
import { fillNameKeys } from '../../apps/api/src/contacts/service/name-keys.ts';
import { readEnv } from '../../apps/api/src/platform/env.ts';
import { openBackend, type RunningBackend } from '../../apps/api/src/realtime/backend.ts';
import { openStore, writeReport } from '../house.ts';
import { measure, milliseconds, printTable } from '../measure.ts';

const BATCH = 5_000;
const FRIENDS = 1_000;
const PAGE = { offset: 0, limit: 21 };

const SURNAMES = [
  ...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚',
];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅海燕雪林晨宇浩轩子涵梓萱欣怡思远一诺雨桐嘉豪俊',
];
const FIRST = [
  'James',
  'Mary',
  'Ada',
  'Grace',
  'Jason',
  'Elodie',
  'Walter',
  'Jasmine',
  'Oscar',
  'Nora',
  'Felix',
  'Ivy',
];
const LAST = [
  'Smith',
  'Brown',
  'Walker',
  'Hughes',
  'Carter',
  'Fischer',
  'Moreau',
  'Novak',
  'Berg',
  'Silva',
];

const NAMES = [
  'wei',
  'grace',
  'yu',
  'ada',
  'lin',
  'chen',
  'sam',
  'tea.cat',
  'moon',
  'blue',
  'hao',
  'nina',
  'xiaolong',
  'rain',
  'zoe',
];

/** What people type, by sort, for names that there are. */
function samplesOf(names: readonly string[]): Record<string, readonly string[]> {
  const chinese = names.filter((name) => /^\p{Script=Han}{3}$/u.test(name)).slice(0, 5);
  const latin = names.filter((name) => /^[A-Z]/.test(name)).slice(0, 5);
  const spelt = chinese.map((name) => nameKey(name).trim().split(' '));
  const full = spelt.map(([first = '']) => first);
  return {
    'one Chinese character': ['王', '娜', '轩'],
    'a Chinese name': chinese,
    'a name in pinyin': full,
    initials: spelt.map(
      (keys) =>
        [...keys].sort((a, b) => b.length - a.length || 0).find((key) => key.length === 3) ?? 'wxm',
    ),
    'pinyin with a slip': full.map((key) => `${key.slice(0, 3)}${key.slice(4)}`),
    'a Latin name': latin,
    'a Latin name with a slip': latin.map((name) => `${name.slice(0, 2)}${name.slice(3)}`),
    'a username': ['grace.4711', 'hao.1999', 'yu.77'],
    'two Latin letters': ['wa', 'li', 'er'],
    nobody: ['qqqqqqq', '龘龘'],
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
    },
  });
  const count = Number(values.people);
  if (!Number.isInteger(count) || count < 2_000) throw new Error('--people is 2000 or more.');
  const store = await openStore();
  try {
    const backend = await open(store.databaseUrl);
    try {
      writeReport(values.json, await bench(backend, count, Number(values.rounds)));
    } finally {
      await backend.close();
    }
  } finally {
    await store.stop();
  }
}

const open = (DATABASE_URL: string): Promise<RunningBackend> =>
  openBackend(
    readEnv({
      DATABASE_URL,
      LOG_LEVEL: 'silent',
      SESSION_SECRET: randomBytes(32).toString('hex'),
      WEB_API_SECRET: randomBytes(32).toString('hex'),
    }),
    {
      audiencesOf: async () => [],
      markSeen: async () => {},
    },
  );

/** People with Chinese and Latin names, and one who has a thousand friends. */
async function fill(pool: pg.Pool, count: number): Promise<{ id: string; ids: string[] }> {
  const pick = <Item>(items: readonly Item[], by: number) => items[by % items.length] as Item;
  const nickname = (index: number) =>
    index % 4 === 0
      ? `${pick(FIRST, index >> 2)} ${pick(LAST, (index >> 2) * 7 + (index >> 7))}`
      : `${pick(SURNAMES, index * 17)}${index % 3 ? pick(GIVEN, index * 5 + (index >> 5)) : ''}${pick(GIVEN, index * 29 + (index >> 9))}`;
  const ids = Array.from({ length: count }, () => uuid());
  for (let from = 0; from < count; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    await pool.query(
      `INSERT INTO account (id, username, nickname) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])`,
      [
        batch,
        batch.map((_, index) => `${pick(NAMES, from + index)}.${from + index}`),
        batch.map((_, index) => nickname(from + index)),
      ],
    );
  }
  const [id = '', ...others] = ids;
  await pool.query(
    `INSERT INTO friendship (account_id, friend_id) SELECT $1, unnest($2::uuid[])
     UNION ALL SELECT unnest($2::uuid[]), $1`,
    [id, others.slice(0, FRIENDS)],
  );
  return { id, ids };
}

/** Whether PostgreSQL looks names up instead of reading them all. */
async function explain(pool: pg.Pool, samples: Record<string, readonly string[]>): Promise<void> {
  const [key = ''] = samples['a name in pinyin'] ?? [];
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT id FROM account WHERE name_key LIKE '% ${key}%'`,
  );
  console.log(rows.map((row) => row['QUERY PLAN']).join('\n'));
}

interface Row {
  sort: string;
  p50: number;
  p95: number;
  /** Of one account that is read by its key. */
  ratio: number;
  /** 1000: or more. */
  found: number;
}

async function bench(backend: RunningBackend, count: number, rounds: number): Promise<Row[]> {
  const { pool } = backend;
  const { id, ids } = await fill(pool, count);
  const since = Date.now();
  await fillNameKeys(backend);
  console.log(`${count} names were spelt in ${((Date.now() - since) / 1_000).toFixed(1)} s.`);
  await pool.query('VACUUM ANALYZE');
  const reference = await measure(
    ids.slice(0, 200).map((one) => () => pool.query('SELECT * FROM account WHERE id = $1', [one])),
    rounds,
  );
  const viewer = { accountId: id, sessionId: id };
  const { rows: sampled } = await pool.query<{ nickname: string }>(
    'SELECT nickname FROM account TABLESAMPLE SYSTEM (2) ORDER BY id LIMIT 500',
  );
  const samples = samplesOf(sampled.map(({ nickname }) => nickname));
  await explain(pool, samples);
  const rows: Row[] = [];
  for (const [sort, queries] of Object.entries(samples)) {
    const pieces = queries.map((query) => () => searchPeople(backend, viewer, query, PAGE));
    const { p50, p95 } = await measure(pieces, rounds);
    const all = await searchPeople(backend, viewer, queries[0] ?? '', { offset: 0, limit: 1_000 });
    rows.push({ sort, p50, p95, ratio: p50 / reference.p50, found: all.length });
  }
  printTable(
    ['Searching people by', 'p50 ms', 'p95 ms', 'key reads', 'found'],
    rows.map(({ sort, p50, p95, ratio, found }) => [
      ...[sort, milliseconds(p50), milliseconds(p95), `${ratio.toFixed(0)} ×`, String(found)],
    ]),
  );
  return rows;
}

await main();
