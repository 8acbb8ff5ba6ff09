import { setTimeout as sleep } from 'node:timers/promises';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSocket } from './testing/client.ts';
import { type Stage, startStage } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

/** What a caller may ask, before anybody looks at whether they may see it. */

let stage: Stage;
let mei: Person;
beforeAll(async () => {
  stage = await startStage({ NODE_ENV: 'production', EXECUTION_TIMEOUT_SECONDS: '1' });
  mei = await stage.world.user('Mei');
});
afterAll(() => stage.close());

interface Refusal {
  message: string;
  extensions: { code: string; rule?: string; limit?: number; requestId?: string };
}

/** Of several operations the first is executed. */
const chosenOf = (query: string) => /^query (\w+)/.exec(query)?.[1];

/** The way that each transport answers an operation: its data, or what is wrong with it. */
async function overHttp(query: string, token: string | null = mei.token, variables: object = {}) {
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables, operationName: chosenOf(query) }),
  });
  const answer = (await response.json()) as { data?: object | null; errors?: Refusal[] };
  return { ...answer, requestId: response.headers.get('x-request-id') };
}

async function overSse(query: string): Promise<{ errors?: Refusal[] }> {
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${mei.token}`,
    },
    body: JSON.stringify({ query, operationName: chosenOf(query) }),
  });
  const text = await response.text();
  return JSON.parse(/^data: (\{.*\})$/m.exec(text)?.[1] ?? text);
}

async function overSocket(query: string): Promise<{ errors?: Refusal[] }> {
  const { client } = openSocket(stage.url, mei.token);
  try {
    return await new Promise((resolve, reject) => {
      client.subscribe(
        { query, operationName: chosenOf(query) },
        {
          next: (result) => resolve(result as never),
          error: (errors) =>
            Array.isArray(errors) ? resolve({ errors: errors as never }) : reject(errors),
          complete: () => {},
        },
      );
    });
  } finally {
    void client.dispose();
  }
}

const TRANSPORTS = { HTTP: overHttp, 'server-sent events': overSse, sockets: overSocket };

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** For each rule the largest document that it lets through, and one that is larger by one. */
const AT_THE_EDGE: Record<string, (more: 0 | 1) => string> = {
  TOKENS: (more) => `{ viewer(x: [${'1 '.repeat(7_988 + more)}]) { id } }`,
  OPERATIONS: (more) => times(10 + more, (index) => `query Q${index} { viewer { id } }`),
  ROOT_FIELDS: (more) => `{ ${'__typename '.repeat(20 + more)} }`,
  FIELDS: (more) =>
    `{ viewer { ${'...F '.repeat(99)} ${'id '.repeat(99 + more)} } } fragment F on Viewer { ${'id '.repeat(100)} }`,
  ALIASES: (more) => `{ viewer { ${times(50 + more, (index) => `a${index}: id`)} } }`,
  DIRECTIVES: (more) => `{ viewer { ${'id @include(if: true) '.repeat(50 + more)} } }`,
};

describe.each(Object.entries(TRANSPORTS))('over %s', (_name, send) => {
  test.each(Object.entries(AT_THE_EDGE))(
    'a document may have so many %s and no more',
    async (rule, make) => {
      const within = await send(make(0));
      for (const error of within.errors ?? []) expect(error.extensions.rule).toBeUndefined();
      const { errors } = await send(make(1));
      expect(errors).toHaveLength(1);
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(/at most \d+ .* Ask for less at once\.$/),
        extensions: { code: 'OPERATION_TOO_COMPLEX', rule, limit: expect.any(Number) },
      });
    },
  );
});

describe('fragments', () => {
  /** Each is spread twice by the one before, so that 30 short ones stand for a thousand million fields. */
  const doubling = (from: string, field: string) =>
    `{ viewer { ...F0 } } ${times(30, (i) => `fragment F${i} on Viewer { ${field} ...F${i + 1} ...F${i + 1} }`)} fragment F30 on Viewer { ${from} }`;

  test('count as often as they are spread, and are not walked as often', async () => {
    const from = process.cpuUsage();
    const rules = [];
    for (const [last, field] of [
      ['id', 'id'],
      ['a: id', ''],
      ['id @skip(if: false)', ''],
    ] as const)
      rules.push((await overHttp(doubling(last, field))).errors?.[0]?.extensions.rule);
    expect(rules).toEqual(['FIELDS', 'ALIASES', 'DIRECTIVES']);
    // The server is in this process: what it takes of the processor, however long others are let go first.
    expect(process.cpuUsage(from).user / 1_000).toBeLessThan(2_000);
  });

  test('that hold themselves are named', async () => {
    const query =
      '{ viewer { ...A } } fragment A on Viewer { id ...B } fragment B on Viewer { ...A ...A }';
    const { errors } = await overHttp(query);
    expect(errors?.map(({ message }) => message).join()).toMatch(/within itself/);
  });

  test('at the top of an operation count as what they hold', async () => {
    const query = `{ ...A ... { ...A } } fragment A on Query { ${'__typename '.repeat(11)} }`;
    expect((await overHttp(query)).errors?.[0]?.extensions.rule).toBe('ROOT_FIELDS');
  });
});

describe('a query or a mutation that takes too long', () => {
  /** Another transaction holds what the operation needs. */
  async function whileHeld<Result>(work: () => Promise<Result>): Promise<Result> {
    const client = await stage.backend.pool.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE account IN ACCESS EXCLUSIVE MODE');
    try {
      return await work();
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  const slow = '{ viewer { email sessions(first: 1) { edges { cursor } } } }';

  test('is given up, and the answer quotes the id of its header', async () => {
    const from = performance.now();
    const { errors, requestId } = await whileHeld(() => overHttp(slow));
    expect(performance.now() - from).toBeLessThan(2_500);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('longer than 1 seconds'),
      extensions: { code: 'EXECUTION_TIMEOUT', rule: 'EXECUTION_TIMEOUT', requestId },
    });
    const { errors: none } = await overHttp(slow);
    expect(none).toBeUndefined();
  });

  test('is given up over a socket too, and the socket goes on', async () => {
    const { errors } = await whileHeld(() => overSocket(slow));
    expect(errors?.[0]?.extensions.code).toBe('EXECUTION_TIMEOUT');
  });

  test('does nothing more afterwards: what had not begun is not done', async () => {
    const username = `late_${Date.now()}`;
    const register = (name: string) =>
      `${name}: register(input: { username: "${username}_${name}", email: "${username}${name}@example.org", password: "12345678 abc" }) { __typename }`;
    const { errors } = await whileHeld(() =>
      overHttp(`mutation { ${register('one')} ${register('two')} }`, null),
    );
    expect(errors?.[0]?.extensions.code).toBe('EXECUTION_TIMEOUT');
    const names = async () =>
      (
        await stage.backend.pool.query<{ username: string }>(
          'SELECT username FROM account WHERE starts_with(username::text, $1)',
          [username],
        )
      ).rows.map((row) => row.username);
    // What the first was waiting for came to be after all; the second has not been begun.
    await expect.poll(names).toEqual([`${username}_one`]);
    await sleep(500);
    expect(await names()).toEqual([`${username}_one`]);
  });
});

describe('in production the schema', () => {
  test('is shown to whoever is signed in', async () => {
    const { data, errors } = await overHttp(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema');
  });

  const ways = {
    'as tools ask': getIntrospectionQuery(),
    'one type': '{ __type(name: "Query") { name } }',
    'under another name': '{ a: __schema { types { name } } }',
    'in a fragment': '{ ...F } fragment F on Query { __schema { types { name } } }',
    'within something else': '{ ... { ... on Query { __schema { types { name } } } } }',
  };
  test.each(Object.entries(ways))('is not shown to strangers: %s', async (_way, query) => {
    const { data, errors } = await overHttp(query, null);
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  const guesses: [query: string, variables: object][] = [
    ['{ viewr { id } }', {}],
    ['{ viewer { emial } }', {}],
    ['mutation { regster { __typename } }', {}],
    ['mutation { signIn(inptu: {}) { __typename } }', {}],
    [
      'mutation M($input: SignInInput!) { signIn(input: $input) { __typename } }',
      { input: { login: 'x', password: 'x', deviceNam: 'x' } },
    ],
  ];
  test.each(guesses)('is not guessed by strangers, as %s', async (query, variables) => {
    const strange = await overHttp(query, null, variables);
    expect(strange.errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(strange)).not.toContain('Did you mean');
    // Whoever may read it is helped. The words differ, so that no kept answer is given.
    const known = await overHttp(`${query} `, mei.token, variables);
    expect(JSON.stringify(known)).toContain('Did you mean');
  });
});
