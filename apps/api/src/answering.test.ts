import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonTypeFor } from './answering.ts';
import { uuidOf } from './testing/ids.ts';
import { type Stage, startStage } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

let stage: Stage;
let mei: Person;
beforeAll(async () => {
  stage = await startStage({ NODE_ENV: 'production', LOG_LEVEL: 'silent' });
  mei = await stage.world.user('梅花');
});
afterAll(() => stage.close());

async function ask(body: object, headers: Record<string, string>) {
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const own = response.headers.get('x-request-id') ?? '';
  const told = ['content-type', 'ratelimit-policy', 'x-content-type-options', 'vary', 'allow'];
  return {
    status: response.status,
    headers: told.map((name) => response.headers.get(name)),
    limited: response.headers.has('ratelimit'),
    text: text.replaceAll(own, '<request>'),
    length: Number(response.headers.get('content-length') ?? Buffer.byteLength(text)),
    bytes: Buffer.byteLength(text),
  };
}

const ME = '{ viewer { id user { nickname } } }';
const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
const NOBODY = Buffer.from(`User:${randomUUID()}`).toString('base64');

/** What may be asked, and wrong with it. Each text comes for the first time in here. */
const ASKED: Record<string, object> = {
  'a query': { query: ME },
  'what is not there': { query: NODE, variables: { id: NOBODY } },
  'an id of nothing': { query: `${NODE} # id`, variables: { id: 'nothing' } },
  'a variable of a wrong kind': { query: `${NODE} # kind`, variables: { id: {} } },
  'a variable that is missing': { query: `${NODE} # none` },
  'a page that is too long': {
    query: '{ viewer { conversations(first: 101) { edges { cursor } } } }',
  },
  'one operation of two': { query: `query A ${ME} query B { viewer { id } }`, operationName: 'B' },
  'none of two operations': { query: `query A ${ME} query B ${ME}`, operationName: 'C' },
  'two operations and no name': { query: `query C ${ME} query D ${ME}` },
  'broken GraphQL': { query: '{ viewer { id }' },
  'a field that is none': { query: '{ viewer { idd } }' },
  'too much': {
    query: `{ ${Array.from({ length: 60 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
  },
  'variables that are none': { query: `${ME} # variables`, variables: [] },
  'a name that is none': { query: `${ME} # name`, operationName: 5 },
  'something besides': { query: `${ME} # besides`, nothing: true },
  extensions: { query: `${ME} # extensions`, extensions: { a: 1 } },
  'a mutation that refuses': {
    query:
      'mutation { updateProfile(input: { nickname: "" }) { __typename ... on Error { message rule } } }',
  },
  'the schema': { query: '{ __schema { queryType { name } } }' },
};

const FORMS: Record<string, Record<string, string>> = {
  'without Accept': {},
  'as JSON': { accept: 'application/json' },
  'as a response': { accept: 'application/graphql-response+json' },
  'as browsers and clients ask': {
    accept:
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
  },
  'as a page': { accept: 'text/html' },
  'in another script': { accept: 'application/json; charset=utf-16' },
};

describe('what comes again is answered as it was the first time', () => {
  for (const [form, headers] of Object.entries(FORMS))
    for (const [name, body] of Object.entries(ASKED))
      for (const who of ['somebody', 'nobody'] as const)
        test(`${name}, ${form}, by ${who}`, async () => {
          const token: Record<string, string> =
            who === 'somebody' ? { authorization: `Bearer ${mei.token}` } : {};
          // As a text of its own, which has not come before.
          const given = body as { query: string };
          const fresh = { ...given, query: `${given.query} # ${form} ${who}` };
          const first = await ask(fresh, { ...headers, ...token });
          expect(first.length).toBe(first.bytes);
          for (let time = 0; time < 2; time++)
            expect(await ask(fresh, { ...headers, ...token })).toEqual(first);
        });
});

test('an answer is in the first form of JSON that is named', () => {
  const [plain, response] = ['application/json', 'application/graphql-response+json'];
  expect(jsonTypeFor(undefined)).toBe(plain);
  expect(jsonTypeFor('*/*')).toBe(plain);
  expect(jsonTypeFor('text/html, application/*;q=0.5')).toBe(plain);
  expect(jsonTypeFor(`${response}, ${plain}`)).toBe(response);
  expect(jsonTypeFor(`${plain}, ${response}`)).toBe(plain);
  expect(jsonTypeFor(`${plain};charset=utf-16, ${response}; charset=utf-8`)).toBe(response);
  expect(jsonTypeFor('text/event-stream')).toBeNull();
  expect(jsonTypeFor('multipart/mixed, text/html')).toBeNull();
});

describe('what only reads', () => {
  const acquired = async (act: () => Promise<unknown>) => {
    let connections = 0;
    const count = () => void connections++;
    stage.backend.pool.on('acquire', count);
    await act();
    stage.backend.pool.off('acquire', count);
    return connections;
  };

  test('takes one way to the database, with the question who asks', async () => {
    const { one, chat } = await stage.world.friends('Mei', 'Tom');
    const token = { authorization: `Bearer ${one.token}` };
    const asked: Record<string, object> = {
      history: {
        query:
          'query ($id: ID!) { conversation(id: $id) { messages(last: 3) { edges { node { id sender { id } } } } } }',
        variables: { id: chat },
      },
      list: { query: '{ viewer { conversations(first: 3) { edges { node { id } } } } }' },
      moments: { query: '{ moments(first: 3) { edges { node { id } } } }' },
    };
    for (const [name, body] of Object.entries(asked)) {
      // What else goes on in the process asks for connections as well, now and then.
      const ways: number[] = [];
      for (let time = 0; time < 12; time++)
        ways.push(await acquired(async () => expect((await ask(body, token)).status).toBe(200)));
      expect(Math.min(...ways), name).toBe(1);
    }
  });

  test('is not answered to a session that has ended, and costs its account nothing', async () => {
    const eve = await stage.world.user('Eve');
    const phone = await eve.onAnotherDevice();
    const stolen = { authorization: `Bearer ${phone.token}` };
    for (let time = 0; time < 4; time++)
      expect((await ask({ query: ME }, stolen)).text).toContain('Eve');
    await stage.backend.db.session.update({
      where: { id: uuidOf(phone.sessionId) },
      data: { revokedAt: new Date() },
    });
    for (let time = 0; time < 4; time++) {
      const { text } = await ask({ query: ME }, stolen);
      expect(text).not.toContain('Eve');
      expect(text).toContain('UNAUTHENTICATED');
    }
  });

  test('a page stands below what was found, under any name and as often as it is asked for', async () => {
    const { one, other, chat } = await stage.world.friends('Mei', 'Tom');
    const stranger = await stage.world.user('Eve');
    for (const text of ['one', 'two', 'three']) await other.send(chat, text);
    const query = `query ($id: ID!) {
      a: conversation(id: $id) { ...Page }
      b: conversation(id: $id) { ...Page first: messages(first: 1) { edges { node { seq } } } }
      c: conversation(id: $id) { messages(last: 101) { edges { node { seq } } } }
      d: conversation(id: $id) { messages(last: 1) { edges { node { seq } } } messages(last: 1) { edges { node { id } } } }
    } fragment Page on Conversation { messages(last: 2) { edges { node { seq } } } }`;
    const answers = new Set<string>();
    for (let time = 0; time < 4; time++)
      answers.add(
        (await ask({ query, variables: { id: chat } }, { authorization: `Bearer ${one.token}` }))
          .text,
      );
    expect(answers.size).toBe(1);
    const { data, errors } = JSON.parse([...answers][0] ?? '');
    const seqs = (page: { edges: { node: { seq: number } }[] }) =>
      page.edges.map(({ node }) => node.seq);
    const last = seqs(data.a.messages)[1] ?? 0;
    expect([seqs(data.a.messages), seqs(data.b.messages), seqs(data.d.messages)]).toEqual([
      [last - 1, last],
      [last - 1, last],
      [last],
    ]);
    expect(data.c).toBeNull();
    expect(errors).toHaveLength(1);
    for (let time = 0; time < 4; time++) {
      const { text } = await ask(
        { query, variables: { id: chat } },
        { authorization: `Bearer ${stranger.token}` },
      );
      expect(JSON.parse(text).data).toEqual({ a: null, b: null, c: null, d: null });
    }
  });
});
