import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { serverAudits } from 'graphql-http';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ErrorShape } from './testing/client.ts';
import { type Stage, startStage } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

const ALLOWED = 'https://tea.example.org';

let stage: Stage;
let mei: Person;
beforeAll(async () => {
  stage = await startStage({ ALLOWED_ORIGINS: `${ALLOWED}, https://other.example.org` });
  mei = await stage.world.user('Mei');
});
afterAll(() => stage.close());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  errors: ErrorShape[];
  code: string | undefined;
}

/** Asks as somebody would who speaks HTTP by hand. */
async function send(body: unknown, init: RequestInit = {}, path = '/graphql'): Promise<Answer> {
  const response = await fetch(`${stage.url}${path}`, {
    method: 'POST',
    body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    ...init,
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${mei.token}`,
      ...init.headers,
    },
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  const errors: ErrorShape[] = isJson ? (JSON.parse(text).errors ?? []) : [];
  return {
    status: response.status,
    headers: response.headers,
    text,
    errors,
    code: errors[0]?.extensions?.code,
  };
}

const get = (query: string, init: RequestInit = {}) =>
  send(undefined, { method: 'GET', ...init }, `/graphql?query=${encodeURIComponent(query)}`);

test('keeps to the letter of GraphQL over HTTP: no error and no warning of the public audit', async () => {
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${mei.token}` } });
  const audits = serverAudits({ url: `${stage.url}/graphql`, fetchFn });
  expect(audits.length).toBeGreaterThan(50);
  const failed: string[] = [];
  for (const audit of audits) {
    // error: a MUST is broken; warn: a SHOULD; notice: a MAY that is not made use of.
    const result = await audit.fn();
    if (result.status !== 'ok') failed.push(`${result.status}: ${result.name}: ${result.reason}`);
  }
  expect(failed).toEqual([]);
});

describe('health', () => {
  test('says that it lives, that it is ready, and what it is connected to', async () => {
    const live = await send(undefined, { method: 'GET' }, '/health/live');
    expect([live.status, live.text]).toEqual([200, '{"status":"live"}']);
    const ready = await send(undefined, { method: 'GET' }, '/health/ready');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.text)).toEqual({
      status: 'ready',
      database: 'connected',
      bus: 'local',
    });
  });

  test('is not ready without its database, and lives on', async () => {
    const other = await startStage({ LOG_LEVEL: 'silent' });
    const name = new URL(other.databaseUrl).pathname.slice(1);
    const operator = new pg.Client(inject('databaseUrl'));
    await operator.connect();
    const allow = (allowed: boolean) =>
      operator.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
    const state = async () => {
      const [ready, live] = [`${other.url}/health/ready`, `${other.url}/health/live`].map(
        async (url) => (await fetch(url)).status,
      );
      return { ready: await ready, live: await live };
    };
    await allow(false);
    await operator.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
    expect(await state()).toEqual({ ready: 503, live: 200 });
    await allow(true);
    await expect.poll(state).toEqual({ ready: 200, live: 200 });
    await operator.end();
    await other.close();
  });

  test('is all there is besides GraphQL', async () => {
    for (const path of ['/', '/graphql/', '/graphql/x', '/health', '/.env', '/../etc/passwd']) {
      const answer = await send(undefined, { method: 'GET' }, path);
      expect([path, answer.status, answer.code]).toEqual([path, 404, 'BAD_REQUEST']);
    }
  });
});

describe('a request that is none', () => {
  const bad: Record<string, [body: unknown, status: number, code: string]> = {
    'broken JSON': ['{', 400, 'BAD_REQUEST'],
    'no JSON at all': ['query { viewer { id } }', 400, 'BAD_REQUEST'],
    nothing: ['', 400, 'BAD_REQUEST'],
    null: ['null', 400, 'BAD_REQUEST'],
    'a number': ['5', 400, 'BAD_REQUEST'],
    'several at once': [
      [{ query: '{ __typename }' }, { query: '{ __typename }' }],
      400,
      'BAD_REQUEST',
    ],
    'no query': [{}, 400, 'BAD_REQUEST'],
    'a query that is no text': [{ query: 5 }, 400, 'BAD_REQUEST'],
    'variables that are no object': [
      { query: '{ __typename }', variables: 'x' },
      400,
      'BAD_REQUEST',
    ],
    'an unknown operation': [
      { query: 'query A { __typename }', operationName: 'B' },
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    'broken GraphQL': [{ query: '{' }, 400, 'GRAPHQL_PARSE_FAILED'],
    'an unknown field': [{ query: '{ viewr { id } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    'an unknown type': [
      { query: '{ viewer { ... on Admin { id } } }' },
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    'a variable that is missing': [
      { query: 'query ($id: ID!) { node(id: $id) { id } }' },
      400,
      'BAD_USER_INPUT',
    ],
    'a number that is too large': [
      {
        query: 'query ($n: Int) { viewer { friends(first: $n) { edges { cursor } } } }',
        variables: { n: 1e12 },
      },
      400,
      'BAD_USER_INPUT',
    ],
    'null for what has a default': [
      {
        query: 'query ($q: String = "x") { searchUsers(query: $q) { edges { cursor } } }',
        variables: { q: null },
      },
      200,
      'BAD_USER_INPUT',
    ],
    'a subscription without a stream to put it in': [
      { query: 'subscription { events { cursor } }' },
      406,
      'NOT_ACCEPTABLE',
    ],
  };
  for (const [name, [body, status, code]] of Object.entries(bad))
    test(`is refused with a code and what to do: ${name}`, async () => {
      const answer = await send(body);
      expect([answer.status, answer.code]).toEqual([status, code]);
      expect(answer.errors[0]?.message).toMatch(/\w+ \w+/);
      expect(answer.text).not.toMatch(/node_modules|\.[jt]s:\d/);
    });

  test('a content type other than JSON is refused: what a foreign form can send is no request', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/graphql',
      'application/json-patch+json',
      'x',
      '',
    ];
    for (const type of types) {
      const answer = await send('{"query":"{ __typename }"}', {
        headers: { 'content-type': type },
      });
      expect([type, answer.status, answer.code]).toEqual([type, 415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      const answer = await send({ query: '{ __typename }' }, { headers: { 'content-type': type } });
      expect(answer.status).toBe(200);
    }
  });

  test('more than MAX_REQUEST_BYTES are refused, announced or not', async () => {
    const announced = await send({ query: `{ __typename }${' '.repeat(270_000)}` });
    expect([announced.status, announced.code]).toEqual([413, 'REQUEST_TOO_LARGE']);
    const chunked = await sendChunks(Array.from({ length: 30 }, () => ' '.repeat(10_000)));
    expect(chunked).toMatchObject({ status: 413 });
    expect(chunked.text).toContain('REQUEST_TOO_LARGE');
    const fits = await sendChunks(['{"query":', ' '.repeat(250_000), '"{ __typename }"}']);
    expect(fits).toEqual({ status: 200, text: '{"data":{"__typename":"Query"}}' });
  });

  test('from somebody who hangs up in the middle of it, harms nobody', async () => {
    const { hostname, port } = new URL(stage.url);
    for (let time = 0; time < 10; time++) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.on('error', () => {});
      socket.write(
        'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      );
      await setImmediate();
      socket.resetAndDestroy();
    }
    expect((await send({ query: '{ __typename }' })).status).toBe(200);
  });

  test('anything but GET and POST is refused, and a mutation by GET', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await send('{}', { method });
      expect([method, answer.status, answer.code]).toEqual([method, 405, 'BAD_REQUEST']);
    }
    const mutation = await get('mutation { signOut { sessionId } }');
    expect([mutation.status, mutation.code]).toEqual([405, 'BAD_REQUEST']);
    expect((await get('{ viewer { id } }')).status).toBe(200);
  });
});

/** A body whose length nobody announced, in pieces as they come. */
function sendChunks(chunks: readonly string[]): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const request = httpRequest(`${stage.url}/graphql`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

describe('an operation that is too much', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'id' : `id pendingFriendRequest { from { ${nested(depth - 1)} } }`;
  const named = (times: number, field: string) =>
    `{ ${Array.from({ length: times }, (_, index) => `f${index}: ${field}`).join(' ')} }`;
  const tooMuch = {
    'too deep': `{ viewer { user { ${nested(8)} } } }`,
    'too expensive: pages within pages':
      '{ viewer { conversations(first: 100) { edges { node { members(first: 100) { edges { node { id } } } } } } } }',
    'too expensive: one page under many names': `{ viewer { ${Array.from({ length: 80 }, (_, index) => `f${index}: friends(first: 100) { edges { node { id } } }`).join(' ')} } }`,
    'too expensive: one search under many names': named(
      20,
      'searchGroups(query: "t", first: 100) { edges { cursor node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } }',
    ),
    'too expensive: through a fragment':
      '{ viewer { ...V } } fragment V on Viewer { conversations(first: 100) { edges { node { ...C } } } } fragment C on Conversation { members(first: 100) { edges { node { id } } } }',
  };
  for (const [name, query] of Object.entries(tooMuch))
    test(`is refused before anything is read: ${name}`, async () => {
      const { code, errors, text } = await send({ query });
      expect(code).toBe('OPERATION_TOO_COMPLEX');
      expect(errors[0]?.message).toMatch(/at most \d+/);
      expect(text).not.toContain('"edges"');
    });

  test('pages as long as they may be are not', async () => {
    const query = '{ viewer { conversations(first: 100) { edges { node { id lastSeq } } } } }';
    expect((await send({ query })).errors).toEqual([]);
  });
});

describe('every response', () => {
  test('carries an id to quote, whatever becomes of the request', async () => {
    const answers = [
      await send({ query: '{ viewer { id } }' }),
      await send({ query: '{' }),
      await send('{', { headers: { 'content-type': 'text/plain' } }),
      await send(undefined, { method: 'GET' }, '/nowhere'),
    ];
    const ids = answers.map(({ headers }) => headers.get('x-request-id') ?? '');
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(answers.length);
    for (const { headers } of answers)
      expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('to a failure of ours is masked, and quotes the id of its header', async () => {
    const broken = await startStage({ LOG_LEVEL: 'silent' });
    const { token } = await broken.world.user('Mei');
    await broken.backend.pool.query('ALTER TABLE member RENAME TO secret_table');
    const response = await fetch(`${broken.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ viewer { id conversations { edges { cursor } } } }' }),
    });
    const text = await response.text();
    expect(JSON.parse(text).errors).toMatchObject([
      {
        message: expect.stringContaining('went wrong on our side'),
        path: ['viewer', 'conversations'],
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          requestId: response.headers.get('x-request-id'),
        },
      },
    ]);
    expect(text).not.toMatch(/secret_table|member|node_modules|\.[jt]s:\d|Prisma|SELECT/);
    await broken.close();
  });

  test('is readable from allowed origins, and from no other', async () => {
    const allowedTo = async (origin: string) =>
      (await send({ query: '{ __typename }' }, { headers: { origin } })).headers.get(
        'access-control-allow-origin',
      );
    expect(await allowedTo(ALLOWED)).toBe(ALLOWED);
    expect(await allowedTo('https://other.example.org')).toBe('https://other.example.org');
    for (const origin of ['https://evil.example', `${ALLOWED}.evil.example`, 'null'])
      expect(await allowedTo(origin)).toBeNull();
  });
});

test('whoever is signed in can read the whole schema from the API itself', async () => {
  const { text } = await send({ query: getIntrospectionQuery() });
  const introspection: IntrospectionQuery = JSON.parse(text).data;
  expect(buildClientSchema(introspection).getMutationType()?.getFields()).toHaveProperty(
    'sendMessage',
  );
});
