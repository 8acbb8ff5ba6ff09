import fc from 'fast-check';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSocket } from '../testing/client.ts';
import { graphql, type ResultOf } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { deleteForMe, onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Standing = graphql(`
  fragment Standing on Conversation { id lastSeq unreadCount viewerPosition { readSeq } }
`);
const Heard = graphql(
  `subscription Heard($after: Cursor) {
    events(after: $after) {
      __typename
      cursor
      ... on LoggedEvent { id streamId seq }
      ... on MessageSent { message { id seq sender { id } conversation { id } } }
      ... on ReadMoved { conversation { ...Standing } }
      ... on MessagesHidden { messageIds conversation { ...Standing } }
      ... on HistoryCleared { conversation { ...Standing } }
    }
  }`,
  [Standing],
);
const Unread = graphql(
  `query Unread($id: ID!) {
    viewer { unreadCount }
    conversation(id: $id) {
      ...Standing
      firstUnread { seq }
      messages(last: 100) { edges { node { id seq sender { id } } } }
    }
  }`,
  [Standing],
);
const ClearHistory = graphql(`
  mutation ClearHistoryOf($input: ClearHistoryInput!) {
    clearHistory(input: $input) { __typename }
  }
`);

type HeardEvent = ResultOf<typeof Heard>['events'];

/**
 * A device as any client may write it. It reckons what is unread in two ways: from every message it heard of, where it
 * has read to and what it hid; and from the newest answer of its own stream, with what it heard of beyond that.
 */
class Device {
  readonly heads = new Map<string, number>();
  readonly messages = new Map<number, { id: string; mine: boolean }>();
  readonly #hidden = new Set<string>();
  readonly #waiting = new Set<() => void>();
  #readSeq = 0;
  #answer = { lastSeq: 0, unreadCount: 0 };
  #cursor: string | null = null;
  #cut = () => {};
  #connected = Promise.resolve();
  #failure: unknown = null;

  constructor(
    readonly person: Person,
    readonly chat: string,
  ) {}

  get fromMessages(): number {
    return [...this.messages].filter(
      ([seq, { id, mine }]) => seq > this.#readSeq && !mine && !this.#hidden.has(id),
    ).length;
  }

  get fromAnswers(): number {
    const { lastSeq, unreadCount } = this.#answer;
    return [...this.messages].reduce(
      (sum, [seq, { mine }]) => sum + (seq > lastSeq && seq > this.#readSeq && !mine ? 1 : 0),
      unreadCount,
    );
  }

  /** Connects, or comes back without a word of farewell and resumes by its cursor; one time after the other. */
  connect(): Promise<void> {
    this.#connected = this.#connected.then(() => this.#connect());
    return this.#connected;
  }

  async #connect(): Promise<void> {
    this.#cut();
    const { client, cut } = openSocket(this.person.url, this.person.token);
    this.#cut = cut;
    const live = new Promise<void>((resolve) => {
      client.subscribe<ResultOf<typeof Heard>>(
        { query: print(Heard), variables: { after: this.#cursor } },
        {
          next: ({ data, errors }) => {
            if (data?.events.__typename === 'CaughtUp') resolve();
            if (data) this.#hear(data.events);
            else this.#failure = errors;
            for (const wake of this.#waiting) wake();
          },
          error: () => {},
          complete: () => {},
        },
      );
    });
    await live;
  }

  close(): void {
    this.#cut();
  }

  /** Waits until it has heard everything up to these places of the streams. */
  async heardUpTo(heads: Map<string, number>): Promise<void> {
    const late = () => [...heads].some(([stream, seq]) => (this.heads.get(stream) ?? 0) < seq);
    const deadline = Date.now() + 10_000;
    while (late()) {
      if (this.#failure || Date.now() > deadline)
        throw new Error(`Not heard in time: ${JSON.stringify(this.#failure)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  #hear(event: HeardEvent): void {
    this.#cursor = event.cursor;
    if (!('streamId' in event)) return;
    const known = this.heads.get(event.streamId) ?? 0;
    if (event.seq <= known) return;
    this.heads.set(event.streamId, event.seq);
    if (event.__typename === 'MessageSent') {
      const { id, seq, sender, conversation } = event.message;
      if (conversation.id === this.chat)
        this.messages.set(seq, { id, mine: sender.id === this.person.id });
    }
    if (event.__typename === 'MessagesHidden')
      for (const id of event.messageIds) this.#hidden.add(id);
    if ('conversation' in event && event.conversation?.id === this.chat) {
      const { lastSeq, unreadCount, viewerPosition } = event.conversation;
      this.#answer = { lastSeq, unreadCount };
      this.#readSeq = viewerPosition.readSeq;
    }
  }
}

const OPERATIONS = [
  'send',
  'send',
  'send',
  'read',
  'hide',
  'recall',
  'edit',
  'pin',
  'deleteForEveryone',
  'clear',
  'reconnect',
] as const;

interface Step {
  device: number;
  operation: (typeof OPERATIONS)[number];
  /** Which of what there is, as a part of it. */
  pick: number;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  device: fc.nat(2),
  operation: fc.constantFrom(...OPERATIONS),
  pick: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

/** Refusals are part of the story: somebody tries to recall what is another's, or to delete without being asked to. */
async function take({ operation, pick }: Step, device: Device): Promise<unknown> {
  const { person, chat, messages } = device;
  const seqs = [...messages.keys()].sort((a, b) => a - b);
  const seq = seqs[Math.floor(pick * seqs.length)] ?? 1;
  const id = messages.get(seq)?.id;
  if (operation === 'reconnect') return device.connect();
  if (operation === 'send' || !id) return person.send(chat, `at ${pick}`);
  if (operation === 'read') return person.read(chat, seq);
  if (operation === 'hide') {
    const several = seqs.slice(seqs.indexOf(seq), seqs.indexOf(seq) + 3);
    return deleteForMe(
      person,
      several.flatMap((other) => messages.get(other)?.id ?? []),
    );
  }
  if (operation === 'clear') return person.ask(ClearHistory, { input: { conversationId: chat } });
  const on = onMessage(person, id);
  return operation === 'edit' ? on.edit(`edited at ${pick}`) : on[operation]();
}

const rowsOf = async <Row>(text: string, ...values: unknown[]): Promise<Row[]> =>
  (await stage.backend.pool.query(text, values)).rows;

/** Sequences that are unread for somebody, by looking at every row there is. */
async function bruteForce(chat: string, person: Person): Promise<number[]> {
  const [conversationId, accountId] = [uuidOf(chat), uuidOf(person.id)];
  const messages = await rowsOf<{ id: string; seq: number; sender_id: string }>(
    'SELECT id, seq, sender_id FROM message WHERE conversation_id = $1 ORDER BY seq',
    conversationId,
  );
  const hidden = await rowsOf<{ message_id: string }>(
    'SELECT message_id FROM message_hidden WHERE account_id = $1',
    accountId,
  );
  const [member] = await rowsOf<{ joined_seq: number; cleared_seq: number; read_seq: number }>(
    'SELECT * FROM member WHERE conversation_id = $1 AND account_id = $2',
    conversationId,
    accountId,
  );
  if (!member) throw new Error('No member');
  const gone = new Set(hidden.map((row) => row.message_id));
  const begins = Math.max(member.joined_seq, member.cleared_seq);
  return messages.flatMap(({ id, seq, sender_id }) =>
    seq > begins && seq > member.read_seq && sender_id !== accountId && !gone.has(id) ? [seq] : [],
  );
}

async function headsOf(chat: string, person: Person): Promise<Map<string, number>> {
  const heads = await rowsOf<{ id: string; seq: string }>(
    'SELECT id, seq FROM stream WHERE id = ANY($1::uuid[])',
    [uuidOf(chat), uuidOf(person.id)],
  );
  const toStreamId = (id: string) => Buffer.from(`Stream:${id}`).toString('base64');
  return new Map(heads.map(({ id, seq }) => [toStreamId(id), Number(seq)]));
}

async function checkEveryone(chat: string, devices: readonly Device[]): Promise<void> {
  for (const device of devices) {
    const { person } = device;
    await device.heardUpTo(await headsOf(chat, person));
    const unread = await bruteForce(chat, person);
    const { conversation, viewer } = await person.ask(Unread, { id: chat });
    const { edges } = conversation!.messages;
    const seen = edges.filter(
      ({ node }) => node.seq > conversation!.viewerPosition.readSeq && node.sender.id !== person.id,
    );
    const counts = {
      answered: conversation?.unreadCount,
      ofAllConversations: viewer.unreadCount,
      amongThoseSeen: seen.length,
      first: conversation?.firstUnread?.seq,
      fromMessages: device.fromMessages,
      fromAnswers: device.fromAnswers,
    };
    expect(counts).toEqual({
      answered: unread.length,
      ofAllConversations: unread.length,
      amongThoseSeen: unread.length,
      first: unread[0],
      fromMessages: unread.length,
      fromAnswers: unread.length,
    });
  }
}

describe('unread', () => {
  test('never drifts, whatever three devices do in whatever order, or at the same moment', {
    timeout: 120_000,
  }, async () => {
    const story = fc.array(fc.array(stepArbitrary, { minLength: 1, maxLength: 3 }), {
      minLength: 8,
      maxLength: 16,
    });
    await fc.assert(
      fc.asyncProperty(story, async (moments) => {
        const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
        const listening = [mei, await mei.onAnotherDevice(), tom];
        const group = await mei.group('Tea', [tom]);
        await tom.read(group, 1);
        await mei.read(group, 1);
        const devices = listening.map((person) => new Device(person, group));
        await Promise.all(devices.map((device) => device.connect()));
        for (const device of devices)
          for (const [stream, seq] of await headsOf(group, device.person))
            device.heads.set(stream, seq);
        try {
          for (const moment of moments) {
            await Promise.all(moment.map((step) => take(step, devices[step.device]!)));
            await checkEveryone(group, devices);
          }
        } finally {
          for (const device of devices) device.close();
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  test('an answer counts up to the newest message it tells of, and not one that came in between', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    for (let index = 0; index < 30; index++) {
      const [, { conversation }] = await Promise.all([
        mei.send(chat, `m${index}`),
        tom.ask(Unread, { id: chat }),
      ]);
      expect(conversation?.unreadCount).toBe(conversation?.lastSeq);
    }
  });
});
