import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientOptions, type RawData, WebSocket } from 'ws';
import { uuidOf } from './testing/ids.ts';
import { type Stage, startStage } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

let stage: Stage;
let mei: Person;
beforeAll(async () => {
  stage = await startStage({
    PUBLIC_URL: 'http://localhost:3000',
    ALLOWED_ORIGINS: 'https://tea.example.org',
    MAX_REQUEST_BYTES: '10000',
  });
  mei = await stage.world.user('Mei');
});
afterAll(() => stage.close());

const PROTOCOL = 'graphql-transport-ws';

interface Message {
  id?: string;
  type: string;
  payload?: unknown;
}

/** A socket spoken by hand, to say what no proper client would. */
class RawSocket {
  readonly messages: Message[] = [];
  readonly #socket: WebSocket;
  /** Resolves with the close code, or with the HTTP status that the upgrade was refused with. */
  readonly ended: Promise<number>;
  readonly opened: Promise<boolean>;

  constructor(
    protocols: string | string[] = PROTOCOL,
    options: ClientOptions = {},
    path = '/graphql',
  ) {
    const url = `${stage.url.replace('http', 'ws')}${path}`;
    this.#socket = new WebSocket(url, protocols, options);
    this.#socket.on('error', () => {});
    this.#socket.on('message', (data: RawData) => this.messages.push(JSON.parse(String(data))));
    this.ended = new Promise((resolve) => {
      this.#socket.on('unexpected-response', (_request, response) =>
        resolve(response.statusCode ?? 0),
      );
      this.#socket.on('close', (code) => resolve(code));
    });
    this.opened = new Promise((resolve) => {
      this.#socket.on('open', () => resolve(true));
      void this.ended.then(() => resolve(false));
    });
  }

  async say(message: Message | string): Promise<this> {
    await this.opened;
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return this;
  }

  async first(type: string, id?: string): Promise<Message> {
    const find = () => this.messages.find((said) => said.type === type && said.id === id);
    await expect.poll(find).toBeDefined();
    return find()!;
  }

  async signedIn({ token }: Person = mei): Promise<this> {
    await this.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await this.first('connection_ack');
    return this;
  }

  subscribe(id: string, query: string, variables: object = {}): Promise<this> {
    return this.say({ id, type: 'subscribe', payload: { query, variables } });
  }

  close(): void {
    this.#socket.close();
  }
}

describe('the upgrade', () => {
  test('is refused to pages of foreign origins: they would speak in a visitor’s name', async () => {
    const foreign = [
      'https://evil.example',
      'null',
      '',
      'http://localhost:3001',
      'https://localhost:3000',
      'https://tea.example.org.evil.example',
      'https://tea.example.org:444',
      'HTTPS://TEA.EXAMPLE.ORG/',
    ];
    for (const origin of foreign)
      expect(await new RawSocket(PROTOCOL, { headers: { origin } }).ended, origin).toBe(403);
  });

  test('is granted to our own pages, to allowed ones, and to whoever is no page at all', async () => {
    const own = [
      'http://localhost:3000',
      'http://127.0.0.1:3000',
      'http://[::1]:3000',
      'https://tea.example.org',
    ];
    for (const headers of [...own.map((origin) => ({ origin })), {}]) {
      const socket = await new RawSocket(PROTOCOL, { headers }).signedIn();
      socket.close();
    }
  });

  test('refused to somebody who hangs up before hearing it, harms nobody', async () => {
    const { hostname, port } = new URL(stage.url);
    const upgrade = [
      'GET /graphql HTTP/1.1',
      `Host: ${hostname}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Origin: https://evil.example',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ].join('\r\n');
    for (let time = 0; time < 20; time++) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.on('error', () => {});
      socket.write(`${upgrade}\r\n\r\n`);
      socket.resetAndDestroy();
    }
    const alive = await new RawSocket().signedIn();
    alive.close();
  });

  test('that is refused leaves nothing open, also where the client does not hang up', async () => {
    const { hostname, port } = new URL(stage.url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.write(
      `GET /nowhere HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    socket.resume();
    await once(socket, 'end');
    // To a connection that is no more, one cannot write.
    const talking = setInterval(() => socket.write('.'), 20);
    await gone;
    clearInterval(talking);
  });

  test('is for GraphQL alone', async () => {
    for (const path of ['/', '/graphql/', '/health/live'])
      expect(await new RawSocket(PROTOCOL, {}, path).ended, path).toBe(404);
  });
});

describe('the protocol', () => {
  test('is graphql-transport-ws: another, or none, closes with 4406', async () => {
    expect(await new RawSocket([]).ended).toBe(4406);
    // A client to which none of its own is granted closes by itself.
    for (const protocols of ['graphql-ws', ['soap', 'graphql-ws']])
      expect(await new RawSocket(protocols).opened, String(protocols)).toBe(false);
    const several = await new RawSocket(['graphql-ws', PROTOCOL]).signedIn();
    several.close();
  });

  test('closes on what is no message, on operations before the greeting and on a second one', async () => {
    for (const nonsense of ['nonsense', '5', '{"type":"dance"}', '{"type":"subscribe"}', '\0'])
      expect(await (await new RawSocket().say(nonsense)).ended, nonsense).toBe(4400);
    const early = await new RawSocket().subscribe('1', '{ __typename }');
    expect(await early.ended).toBe(4401);
    const twice = await new RawSocket().signedIn();
    await twice.say({ type: 'connection_init', payload: { authorization: `Bearer ${mei.token}` } });
    expect(await twice.ended).toBe(4429);
  });

  test('closes on a greeting without a good token', async () => {
    const greetings: Message[] = [
      { type: 'connection_init' },
      { type: 'connection_init', payload: {} },
      { type: 'connection_init', payload: { authorization: mei.token } },
      { type: 'connection_init', payload: { authorization: ['Bearer', mei.token] } },
      { type: 'connection_init', payload: { authorization: 'Bearer \0' } },
    ];
    for (const greeting of greetings)
      expect(await (await new RawSocket().say(greeting)).ended).toBe(4401);
  });

  test('closes on one id for two operations, and on a message that is too large', async () => {
    const twice = await new RawSocket().signedIn();
    await twice.subscribe('1', 'subscription { events { cursor } }');
    await twice.subscribe('1', 'subscription { events { cursor } }');
    expect(await twice.ended).toBe(4409);
    const large = await new RawSocket().signedIn();
    await large.subscribe('1', `{ __typename }${' '.repeat(20_000)}`);
    expect(await large.ended).toBe(1009);
  });

  test('answers a ping', async () => {
    const socket = await new RawSocket().signedIn();
    await (await socket.say({ type: 'ping' })).first('pong');
    socket.close();
  });
});

describe('operations', () => {
  test('of every sort are served, side by side on one socket', async () => {
    const socket = await new RawSocket().signedIn();
    await socket.subscribe('live', 'subscription { events { __typename } }');
    await socket.subscribe('aliased', 'subscription { all: events { __typename } }');
    await socket.subscribe('plain', 'subscription { events @include(if: true) { __typename } }');
    await socket.subscribe('query', '{ viewer { user { nickname } } }');
    expect((await socket.first('next', 'live')).payload).toEqual({
      data: { events: { __typename: 'CaughtUp' } },
    });
    expect((await socket.first('next', 'aliased')).payload).toEqual({
      data: { all: { __typename: 'CaughtUp' } },
    });
    expect((await socket.first('next', 'plain')).payload).toEqual({
      data: { events: { __typename: 'CaughtUp' } },
    });
    expect((await socket.first('next', 'query')).payload).toEqual({
      data: { viewer: { user: { nickname: 'Mei' } } },
    });
    await socket.first('complete', 'query');
    socket.close();
  });

  test('that are complete are told nothing more, leave nothing behind, and their id may come again', async () => {
    const { one: lin, other: tom, chat } = await stage.world.friends('Lin', 'Tom');
    const EVENTS = `subscription { events { __typename } }`;
    const isFollowed = () => stage.backend.hub.isFollowed(uuidOf(lin.id));
    const socket = await new RawSocket().signedIn(lin);
    const sent = () => socket.messages.filter(({ payload }) => isMessage(payload)).length;
    const isMessage = (payload: unknown) => JSON.stringify(payload)?.includes('MessageSent');
    for (const round of [1, 2]) {
      await socket.subscribe('again', EVENTS);
      await expect.poll(isFollowed).toBe(true);
      await expect
        .poll(() => socket.messages.filter(({ type }) => type === 'next').length)
        .toBeGreaterThanOrEqual(round * 2 - 1);
      await tom.send(chat, 'while it listens');
      await expect.poll(sent).toBe(round);
      await socket.say({ id: 'again', type: 'complete' });
      await expect.poll(isFollowed).toBe(false);
      await tom.send(chat, 'when it does not');
    }
    await (await socket.say({ type: 'ping' })).first('pong');
    expect(sent()).toBe(2);
    await socket.subscribe('again', EVENTS);
    await expect.poll(isFollowed).toBe(true);
    socket.close();
    await expect.poll(isFollowed).toBe(false);
  });

  test('that are wrong are answered with an error and a code, and harm no other', async () => {
    const socket = await new RawSocket().signedIn();
    await socket.subscribe('good', 'subscription { events { __typename } }');
    const wrong: Record<string, [query: string, variables: object, code: string]> = {
      'broken GraphQL': ['subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
      'an unknown field': ['subscription { event { id } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
      'a malformed cursor': [
        'subscription ($after: Cursor) { events(after: $after) { cursor } }',
        { after: 'nonsense' },
        'BAD_USER_INPUT',
      ],
      'a malformed cursor in the text': [
        'subscription { events(after: "nonsense") { cursor } }',
        {},
        'BAD_USER_INPUT',
      ],
      'a variable of a wrong type': [
        'query ($id: ID!) { node(id: $id) { id } }',
        { id: {} },
        'BAD_USER_INPUT',
      ],
    };
    for (const [name, [query, variables, code]] of Object.entries(wrong)) {
      await socket.subscribe(name, query, variables);
      const find = () =>
        socket.messages.find(({ id, type }) => id === name && ['error', 'next'].includes(type));
      await expect.poll(find).toBeDefined();
      const said = JSON.stringify(find());
      expect(said, name).toContain(`"code":"${code}"`);
      expect(said).not.toMatch(/node_modules|\.[jt]s:\d/);
    }
    await (await socket.say({ type: 'ping' })).first('pong');
    await mei.befriend(await stage.world.user('Tom'));
    const friendship = { data: { events: { __typename: 'FriendshipStarted' } } };
    await expect
      .poll(() => socket.messages)
      .toContainEqual({
        id: 'good',
        type: 'next',
        payload: friendship,
      });
    socket.close();
  });

  test('that are too much are refused at the beginning, not event by event', async () => {
    const socket = await new RawSocket().signedIn();
    const nested = (depth: number): string =>
      depth === 0 ? 'id' : `pendingFriendRequest { from { ${nested(depth - 1)} } }`;
    const tooMuch = {
      deep: `subscription { events { ... on FriendshipStarted { user { ${nested(8)} } } } }`,
      expensive:
        'subscription { events { ... on MessageSent { message { conversation { members(first: 100) { edges { node { user { id } } } } messages(first: 100) { edges { node { conversation { members(first: 100) { edges { cursor } } } } } } } } } } }',
    };
    for (const [id, query] of Object.entries(tooMuch)) {
      await socket.subscribe(id, query);
      await socket.first('complete', id);
      expect(JSON.stringify(socket.messages)).toMatch(
        new RegExp(`"id":"${id}".*OPERATION_TOO_COMPLEX`),
      );
    }
    socket.close();
  });
});
