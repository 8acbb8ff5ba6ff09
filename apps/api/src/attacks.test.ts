import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GraphQLObjectType, getNullableType, isListType, isObjectType } from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { schema } from './schema.ts';
import { type Stage, startStage } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

/**
 * What a page of somebody else’s, or a program without a token, can make a browser or the API do: nothing. The checks of
 * the OWASP GraphQL cheat sheet that are tested elsewhere are listed in docs/security.md, which is held to what there is.
 */

let stage: Stage;
let mei: Person;
beforeAll(async () => {
  stage = await startStage({
    NODE_ENV: 'production',
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'https://tea.example.org',
    ALLOWED_ORIGINS: 'https://app.example.com:8443',
  });
  mei = await stage.world.user('Mei');
});
afterAll(() => stage.close());

const RENAME = 'mutation { updateProfile(input: { nickname: "Eve" }) { __typename } }';
const body = (query: string) => JSON.stringify({ query });

interface Attack {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

const JSON_BODY = { 'content-type': 'application/json' };
/** What a browser would send along by itself: a session of the API’s own, if it had any. */
const cookies = () => ({
  cookie: `authorization=Bearer ${mei.token}; token=${mei.token}; next-auth.session-token=${mei.token}`,
});
const bearer = () => ({ authorization: `Bearer ${mei.token}` });

/** Each is sent as it stands; what it would do is looked for afterwards. */
const ATTACKS: Record<string, () => Attack & { status: number; code: string }> = {
  'cookies instead of a token': () => ({
    headers: { ...JSON_BODY, ...cookies() },
    body: body(RENAME),
    status: 200,
    code: 'UNAUTHENTICATED',
  }),
  'a token in the address': () => ({
    path: `/graphql?access_token=${mei.token}&authorization=Bearer%20${mei.token}`,
    headers: JSON_BODY,
    body: body(RENAME),
    status: 200,
    code: 'UNAUTHENTICATED',
  }),
  'a token as basic authentication': () => ({
    headers: { ...JSON_BODY, authorization: `Basic ${btoa(`mei:${mei.token}`)}` },
    body: body(RENAME),
    status: 200,
    code: 'UNAUTHENTICATED',
  }),
  'a mutation by GET': () => ({
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent(RENAME)}`,
    headers: bearer(),
    status: 405,
    code: 'BAD_REQUEST',
  }),
  'a mutation among the queries of a GET': () => ({
    method: 'GET',
    path: `/graphql?operationName=M&query=${encodeURIComponent(`query Q { __typename } ${RENAME.replace('mutation', 'mutation M')}`)}`,
    headers: bearer(),
    status: 405,
    code: 'BAD_REQUEST',
  }),
  'a form': () => ({
    headers: { ...bearer(), 'content-type': 'application/x-www-form-urlencoded' },
    body: `query=${encodeURIComponent(RENAME)}`,
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  }),
  'a form of several parts': () => ({
    headers: { ...bearer(), 'content-type': 'multipart/form-data; boundary=x' },
    body: `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${body(RENAME)}\r\n--x--`,
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  }),
  'JSON that calls itself text': () => ({
    headers: { ...bearer(), 'content-type': 'text/plain' },
    body: body(RENAME),
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  }),
  'a batch of requests': () => ({
    headers: { ...JSON_BODY, ...bearer() },
    body: JSON.stringify(Array.from({ length: 10 }, () => ({ query: RENAME }))),
    status: 400,
    code: 'BAD_REQUEST',
  }),
  'a batch of one': () => ({
    headers: { ...JSON_BODY, ...bearer() },
    body: JSON.stringify([{ query: RENAME }]),
    status: 400,
    code: 'BAD_REQUEST',
  }),
  'another method that says it is a POST': () => ({
    method: 'PUT',
    headers: { ...JSON_BODY, ...bearer(), 'x-http-method-override': 'POST' },
    body: body(RENAME),
    status: 405,
    code: 'BAD_REQUEST',
  }),
  'more operations than one, and none named': () => ({
    headers: { ...JSON_BODY, ...bearer() },
    body: body(
      `${RENAME.replace('mutation', 'mutation A')} ${RENAME.replace('mutation', 'mutation B')}`,
    ),
    status: 400,
    code: 'OPERATION_RESOLUTION_FAILURE',
  }),
};

const nicknameOf = async () => {
  const { id } = mei.account;
  const query = `{ node(id: "${id}") { ... on User { nickname } } }`;
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_BODY, ...bearer() },
    body: body(query),
  });
  return ((await response.json()) as { data: { node: { nickname: string } } }).data.node.nickname;
};

describe('nothing is done for', () => {
  test.each(Object.entries(ATTACKS))('%s', async (_name, make) => {
    const { method = 'POST', path = '/graphql', status, code, ...sent } = make();
    const response = await fetch(`${stage.url}${path}`, { method, ...sent });
    const { errors, data } = (await response.json()) as {
      errors?: { extensions?: { code?: string } }[];
      data?: Record<string, unknown> | null;
    };
    expect([response.status, errors?.[0]?.extensions?.code]).toEqual([status, code]);
    expect(data ?? null).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await nicknameOf()).toBe('Mei');
  });

  test('anything else than these, which the same mutation shows', async () => {
    const response = await fetch(`${stage.url}/graphql`, {
      method: 'POST',
      headers: { ...JSON_BODY, ...bearer() },
      body: body(RENAME),
    });
    expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined();
    expect(await nicknameOf()).toBe('Eve');
  });
});

/** Exactly what a browser says of a page: scheme, host and port. */
const ORIGINS: Record<string, [origin: string, allowed: boolean]> = {
  'our own': ['https://tea.example.org', true],
  'an allowed one': ['https://app.example.com:8443', true],
  'one that ends like ours': ['https://evil-tea.example.org', false],
  'one below ours': ['https://a.tea.example.org', false],
  'one that begins like ours': ['https://tea.example.org.evil.example', false],
  'ours without encryption': ['http://tea.example.org', false],
  'ours at another port': ['https://tea.example.org:8443', false],
  'the allowed one at no port': ['https://app.example.com', false],
  'ours with a path': ['https://tea.example.org/', false],
  'ours in capitals': ['HTTPS://TEA.EXAMPLE.ORG', false],
  'ours and another': ['https://tea.example.org, https://evil.example', false],
  'ours as a name and password': ['https://tea.example.org@evil.example', false],
  'the machine itself': ['http://localhost:3000', false],
  'a file, or a page in a sandbox': ['null', false],
  nothing: ['', false],
};

describe('of pages', () => {
  test.each(Object.entries(ORIGINS))('%s: sockets', async (_name, [origin, allowed]) => {
    const socket = new WebSocket(
      `${stage.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
      { headers: { origin } },
    );
    const became = await new Promise<string>((resolve) => {
      socket.on('open', () => resolve('open'));
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(String(statusCode)));
      socket.on('error', () => {});
    });
    socket.close();
    expect(became).toBe(allowed ? 'open' : '403');
  });

  test.each(Object.entries(ORIGINS))('%s: answers', async (_name, [origin, allowed]) => {
    const response = await fetch(`${stage.url}/graphql`, {
      method: 'POST',
      headers: { ...JSON_BODY, ...bearer(), origin },
      body: body('{ viewer { id } }'),
    });
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    // A page of the same origin needs no leave; whatever the browser is told must name no foreign one.
    const readable = response.headers.get('access-control-allow-origin');
    if (allowed) expect([null, origin]).toContain(readable);
    else expect(readable).toBeNull();
  });
});

describe('docs/security.md', () => {
  const source = fileURLToPath(new URL('.', import.meta.url));
  const page = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (\d+) \| ([^|]+) \| `([^`]+)`: ([^|]+) \|$/gm)].map(
    ([, number, check, file, name]) => ({
      number: Number(number),
      check,
      file,
      name: name?.trim(),
    }),
  );

  test('names a test for each of the 29 checks', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 29 }, (_, i) => i + 1));
  });

  test.each(rows)('$number. $check', ({ file = '', name = '' }) => {
    const [path] = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (known) => known === file,
    );
    expect(path, `${file} is not there`).toBeDefined();
    expect(readFileSync(`${source}/${path}`, 'utf8')).toContain(name);
  });
});

/** The one program that there is: the operator's own, which gets a path to read and nothing that anybody says. */
const STARTING = ['platform/speech-command.ts'];

test('no part of the API starts a program but the one that understands speech', () => {
  const source = fileURLToPath(new URL('.', import.meta.url));
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.ts$/.test(file) && !/\.test\.ts$|^testing\//.test(file),
  );
  expect(files.length).toBeGreaterThan(150);
  const starting = files.filter((file) =>
    /child_process|node:vm|new Function\(|\beval\(/.test(readFileSync(`${source}/${file}`, 'utf8')),
  );
  expect(starting).toEqual(STARTING);
});

test('no console is served in production', async () => {
  for (const path of ['/graphql', '/graphql?', '/', '/graphiql', '/playground', '/console'])
    for (const accept of ['text/html', 'text/html,application/xhtml+xml,*/*;q=0.8']) {
      const response = await fetch(`${stage.url}${path}`, { headers: { accept } });
      expect(await response.text(), path).not.toMatch(/<html|<script/i);
      expect(response.headers.get('content-type'), path).not.toContain('html');
    }
});

/** Lists that say in other words how long they are: as long as what was asked for, or as a row that is bounded itself. */
const SHORT = [
  'AddFavouritesPayload.favourites',
  'Conversation.activeDays',
  'DeleteMessagesPayload.conversations',
  'EmailDomainRefusedError.domains',
  'EventPage.events',
  'ForwardBundle.preview',
  'ForwardMessagesPayload.sent',
  'Installation.emailDomains',
  'InviteToGroupPayload.invites',
  'Message.viewerReminders',
  'MembersJoined.members',
  'MessagesHidden.messageIds',
  'User.categories',
  'Query.searchMessageConversations',
  'Viewer.reauthenticationMethods',
];

test('every list comes in pages, or says how long it is at most', () => {
  const lists = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values((type as GraphQLObjectType).getFields())
        .filter(({ type: of, name }) => isListType(getNullableType(of)) && name !== 'edges')
        .map(({ name, description }) => ({ name: `${type.name}.${name}`, description })),
    );
  const endless = lists.filter(
    ({ name, description }) => !/at most/i.test(description ?? '') && !/Error\.\w+$/.test(name),
  );
  expect(endless.map(({ name }) => name).filter((name) => !SHORT.includes(name))).toEqual([]);
});

test('a page asks the database as often as a shorter one', async () => {
  const list = `viewer { conversations(first: 50) { edges { node {
    id name memberCount unreadCount viewerMember { id role }
    peer { id nickname relation blocked remark strangerState presence { state } }
    lastMessage { id sender { id nickname } }
  } } } }`;
  const ask = async (person: Person) => {
    let statements = 0;
    const { query } = pg.Client.prototype;
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      statements += 1;
      return (query as (...given: unknown[]) => unknown).apply(this, given);
    } as typeof query;
    try {
      const response = await fetch(`${stage.url}/graphql`, {
        method: 'POST',
        headers: { ...JSON_BODY, authorization: `Bearer ${person.token}` },
        body: body(`{ ${list} }`),
      });
      expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined();
    } finally {
      pg.Client.prototype.query = query;
    }
    return statements;
  };
  const friendsOf = async (count: number) => {
    const person = await stage.world.user('Lin');
    for (let index = 0; index < count; index++) {
      const friend = await stage.world.user('Tom');
      await friend.befriend(person);
      await friend.send(await friend.open(person), 'tea?');
    }
    // The hub reads the log now and then, which is none of it: the least of a few tries.
    return Math.min(await ask(person), await ask(person), await ask(person), await ask(person));
  };
  const [short, long] = [await friendsOf(2), await friendsOf(12)];
  expect(short).toBeGreaterThan(3);
  expect(long).toBe(short);
});
