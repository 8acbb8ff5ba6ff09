import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Drainer, type SendOutcome } from '@/lib/outbox/drainer';
import { type MessageInput, OutboxStore, openOutboxDb, type WaitingMessage } from './outbox-store';

/** The API as far as sending goes: it knows client ids, and gives each conversation a gapless sequence. */
class Server {
  readonly received: WaitingMessage[] = [];
  attempts = 0;

  take(message: WaitingMessage): void {
    this.attempts += 1;
    const known = this.received.some(({ clientId }) => clientId === message.clientId);
    if (!known) this.received.push(message);
  }

  texts(conversationId: string): string[] {
    return this.received
      .filter((message) => message.conversationId === conversationId)
      .map(({ input }) => input.text);
  }
}

const opened: { close(): void }[] = [];
let accounts = 0;
function newAccount(): string {
  accounts += 1;
  return `account-${accounts}`;
}

async function storeOf(account: string): Promise<OutboxStore> {
  const db = await openOutboxDb(account);
  opened.push(db);
  return new OutboxStore(db);
}

afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

let ids = 0;
async function write(store: OutboxStore, conversationId: string, text: string): Promise<string> {
  ids += 1;
  const clientId = `client-${ids}`;
  await store.enqueue({ clientId, conversationId, input: { text }, createdAt: 0 });
  return clientId;
}

const laneOf = ({ conversationId }: WaitingMessage) => conversationId;
const tick = () => new Promise<void>((resolve) => setTimeout(resolve));

/** A tab that drains until nothing is queued any more. */
async function drain(
  store: Pick<OutboxStore, 'all' | 'remove' | 'fail' | 'hold'>,
  send: (message: WaitingMessage, failures: number) => Promise<SendOutcome>,
): Promise<void> {
  const stop = new AbortController();
  const drainer = new Drainer({ store, laneOf, send, changed: () => {}, wait: tick });
  const running = drainer.run(stop.signal);
  const settled = async () => (await store.all()).every(({ state }) => state === 'failed');
  const emptied = (async () => {
    while (!(await settled())) await tick();
  })();
  await Promise.race([running, emptied]);
  stop.abort();
  await running;
}

const takenBy =
  (server: Server) =>
  async (message: WaitingMessage): Promise<SendOutcome> => {
    server.take(message);
    return { kind: 'sent' };
  };

describe('the outbox', () => {
  test('sends each conversation’s messages in the order of writing, and keeps nothing that was sent', async () => {
    const store = await storeOf(newAccount());
    const server = new Server();
    for (const text of ['1', '2', '3']) {
      await write(store, 'tea', text);
      await write(store, 'coffee', text);
    }
    await drain(store, takenBy(server));
    expect(server.texts('tea')).toEqual(['1', '2', '3']);
    expect(server.texts('coffee')).toEqual(['1', '2', '3']);
    expect(await store.all()).toEqual([]);
  });

  test('one that cannot be sent yet holds up its own conversation only', async () => {
    const store = await storeOf(newAccount());
    const server = new Server();
    await write(store, 'cut off', '1');
    await write(store, 'cut off', '2');
    await write(store, 'open', '1');
    let reachable = false;
    const draining = drain(store, async (message) => {
      if (message.conversationId === 'cut off' && !reachable) return { kind: 'unreached' };
      return takenBy(server)(message);
    });
    while (server.texts('open').length === 0) await tick();
    expect(server.texts('cut off')).toEqual([]);
    reachable = true;
    await draining;
    expect(server.texts('cut off')).toEqual(['1', '2']);
  });

  test('one that a rule holds back waits for its moment, says why, and keeps its place', async () => {
    const store = await storeOf(newAccount());
    const server = new Server();
    const first = await write(store, 'tea', '1');
    await write(store, 'tea', '2');
    const reason = {
      rule: 'STRANGER_MESSAGES_PER_MINUTE',
      message: '',
      limit: 3,
      retryAt: new Date(Date.now() + 20_000).toISOString(),
    };
    const waits: number[] = [];
    let granted = false;
    const stop = new AbortController();
    const drainer = new Drainer({
      store,
      laneOf,
      send: async (message) => (granted ? takenBy(server)(message) : { kind: 'held', reason }),
      changed: () => {},
      wait: async (ms) => {
        waits.push(ms);
        const [held, behind] = await store.all();
        expect(held).toMatchObject({ clientId: first, state: 'queued', reason });
        expect(behind).not.toHaveProperty('reason');
        granted = waits.length === 2;
        // A clock that is far ahead, and one that is far behind.
        reason.retryAt = new Date(waits.length === 1 ? 0 : 10 ** 13).toISOString();
      },
    });
    const running = drainer.run(stop.signal);
    while ((await store.all()).length > 0) await tick();
    stop.abort();
    await running;
    expect(server.texts('tea')).toEqual(['1', '2']);
    expect(waits[0]).toBeGreaterThan(15_000);
    expect(waits[0]).toBeLessThanOrEqual(20_000);
    expect(waits[1]).toBe(1_000);
  });

  test('never has two messages of one conversation on their way, however often it is told of new ones', async () => {
    const store = await storeOf(newAccount());
    for (let n = 0; n < 5; n += 1) await write(store, 'tea', String(n));
    let flying = 0;
    let most = 0;
    const stop = new AbortController();
    const drainer = new Drainer({
      store,
      laneOf,
      send: async () => {
        flying += 1;
        most = Math.max(most, flying);
        drainer.nudge();
        await new Promise((resolve) => setTimeout(resolve, 5));
        flying -= 1;
        return { kind: 'sent' };
      },
      changed: () => {},
      wait: tick,
    });
    const running = drainer.run(stop.signal);
    while ((await store.all()).length > 0) await tick();
    stop.abort();
    await running;
    expect(most).toBe(1);
  });

  test('a refused message stays with its reason, later ones still go, and it can be asked for again', async () => {
    const store = await storeOf(newAccount());
    const server = new Server();
    const long = await write(store, 'tea', 'too long');
    await write(store, 'tea', 'fine');
    const reason = { rule: 'TEXT_TOO_LONG', message: 'At most 500 characters.' };
    await drain(store, async (message) =>
      message.input.text === 'too long' ? { kind: 'refused', reason } : takenBy(server)(message),
    );
    expect(server.texts('tea')).toEqual(['fine']);
    expect(await store.all()).toMatchObject([{ clientId: long, state: 'failed', reason }]);
    await store.requeue(long);
    await drain(store, takenBy(server));
    expect(server.texts('tea')).toEqual(['fine', 'too long']);
  });

  test('a discarded message is not sent', async () => {
    const store = await storeOf(newAccount());
    const server = new Server();
    await write(store, 'tea', 'kept');
    await store.remove(await write(store, 'tea', 'regretted'));
    await drain(store, takenBy(server));
    expect(server.texts('tea')).toEqual(['kept']);
  });

  test('whatever belongs to a message goes with it, and what an earlier page has written goes too', async () => {
    const account = newAccount();
    const store = await storeOf(account);
    const mentions = [{ userId: null, start: 0, length: 1 }];
    const input: MessageInput = { text: '**warm**', format: 'MARKDOWN', mentions };
    await store.enqueue({ clientId: 'rich', conversationId: 'tea', input, createdAt: 0 });
    const db = await openOutboxDb(account);
    opened.push(db);
    const early = { clientId: 'early', conversationId: 'tea', text: 'plain', createdAt: 0 };
    await db.add('waiting', { ...early, state: 'queued' } as never);
    const server = new Server();
    await drain(store, takenBy(server));
    expect(server.received.map((message) => message.input)).toEqual([input, { text: 'plain' }]);
  });

  test('people who share a browser have an outbox each', async () => {
    const mine = await storeOf(newAccount());
    const hers = await storeOf(newAccount());
    await write(mine, 'tea', 'mine');
    expect(await hers.all()).toEqual([]);
  });

  test('what is written while it is sending goes too', async () => {
    const store = await storeOf(newAccount());
    const server = new Server();
    await write(store, 'tea', '1');
    await drain(store, async (message) => {
      if (message.input.text === '1') await write(store, 'tea', '2');
      return takenBy(server)(message);
    });
    expect(server.texts('tea')).toEqual(['1', '2']);
  });
});

class Crash extends Error {}
const gone = (): never => {
  throw new Crash();
};

describe('a tab that ends in the middle loses and doubles nothing', () => {
  type Step = [
    name: string,
    store: (real: OutboxStore) => Partial<OutboxStore>,
    send: (server: Server) => (m: WaitingMessage) => Promise<SendOutcome>,
  ];
  const hang = () => new Promise<never>(() => {});
  const steps: Step[] = [
    ['before the request leaves', () => ({}), () => hang],
    [
      'after the server has it and before its answer arrives',
      () => ({}),
      (server) => async (message) => {
        server.take(message);
        return hang();
      },
    ],
    [
      'after the answer and before the entry is removed',
      () => ({ remove: async () => gone() }),
      takenBy,
    ],
    [
      'after the entry is removed',
      (real) => ({ remove: (clientId) => real.remove(clientId).then(gone) }),
      takenBy,
    ],
    [
      'while a refusal is being written down',
      () => ({ fail: async () => gone() }),
      () => async () => ({ kind: 'refused', reason: { rule: 'NOT_FOUND', message: '' } }),
    ],
  ];

  test.each(steps)('%s', async (_name, breaking, send) => {
    const account = newAccount();
    const server = new Server();
    const before = await storeOf(account);
    await write(before, 'tea', '1');
    await write(before, 'tea', '2');
    const broken: Pick<OutboxStore, 'all' | 'remove' | 'fail' | 'hold'> = {
      all: () => before.all(),
      remove: (clientId) => before.remove(clientId),
      fail: (clientId, reason) => before.fail(clientId, reason),
      hold: (clientId, reason) => before.hold(clientId, reason),
      ...breaking(before),
    };
    const drainer = new Drainer({
      store: broken,
      laneOf,
      send: send(server),
      changed: () => {},
      wait: tick,
    });
    const ended = drainer.run(new AbortController().signal).catch((error) => {
      if (!(error instanceof Crash)) throw error;
    });
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
    await drain(await storeOf(account), takenBy(server));
    expect(server.texts('tea')).toEqual(['1', '2']);
  });
});

test('through random failures, crashes and tabs that drain side by side, every message reaches the server once, in order', async () => {
  const fate = fc.constantFrom<'ok' | 'lost' | 'answer lost' | 'slow'>(
    'ok',
    'lost',
    'answer lost',
    'slow',
  );
  const message = fc.record({ conversationId: fc.constantFrom('a', 'b', 'c') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 12 }),
      fc.array(fate, { maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      async (messages, fates, tabs) => {
        const account = newAccount();
        const server = new Server();
        const written: Record<string, string[]> = {};
        const store = await storeOf(account);
        for (const [index, { conversationId }] of messages.entries()) {
          await write(store, conversationId, String(index));
          written[conversationId] = [...(written[conversationId] ?? []), String(index)];
        }
        const send = async (waiting: WaitingMessage): Promise<SendOutcome> => {
          const fate = fates.shift() ?? 'ok';
          if (fate === 'lost') return { kind: 'unreached' };
          if (fate === 'slow') await tick();
          server.take(waiting);
          return fate === 'answer lost' ? { kind: 'unreached' } : { kind: 'sent' };
        };
        const draining = Array.from({ length: tabs }, async () =>
          drain(await storeOf(account), send),
        );
        await Promise.all(draining);
        for (const [conversationId, texts] of Object.entries(written)) {
          expect(server.texts(conversationId)).toEqual(texts);
        }
        expect(await store.all()).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
