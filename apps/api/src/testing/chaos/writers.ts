import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Response } from '../client.ts';
import type { ResultOf } from '../graphql.ts';
import { type Person, SendMessage } from '../world.ts';
import type { Dice } from './dice.ts';
import type { Notes } from './history.ts';

export interface Writing {
  person: Person;
  /** Where a server can be reached, by whichever process. */
  urls: readonly string[];
  /** Ids of the conversations to write into; more may come. */
  chats: string[];
  dice: Dice;
  notes: Notes;
}

/** No answer within this time counts as none, and the message is sent again while the first attempt may still be at it. */
const PATIENCE_MS = 1_500;
/** What an answer may say that is worth another attempt: something of the servers' own broke. */
const WORTH_RETRYING = new Set(['INTERNAL_SERVER_ERROR']);

type Answer = Response<ResultOf<typeof SendMessage>>;

/** Sends messages until told to stop, and each until it is acknowledged, as an outbox does. */
export async function write(writing: Writing, stop: AbortSignal): Promise<void> {
  const { dice, chats } = writing;
  while (!stop.aborted) {
    const chat = dice.pick(chats);
    // Mostly one at a time; now and then several at once, which may take any order.
    const batch = dice.chance(0.15) ? dice.between(2, 4) : 1;
    await Promise.all(Array.from({ length: batch }, () => send(writing, chat)));
    await sleep(dice.between(5, 60));
  }
}

async function send(writing: Writing, conversationId: string): Promise<void> {
  const { person, dice, notes } = writing;
  const writer = person.account.nickname;
  const clientId = randomUUID();
  const text = `${writer} ${clientId.slice(0, 8)}`;
  notes.write({ kind: 'began', writer, clientId, conversationId, text });
  const input = { conversationId, clientId, text };
  while (!(await attempt(writing, input))) await sleep(dice.between(10, 120));
  // Asking again must tell the same: through the other process, by another tab.
  if (dice.chance(0.1)) await attempt(writing, input);
}

interface Input {
  conversationId: string;
  clientId: string;
  text: string;
}

/** True once it is acknowledged. Now and then through both processes at the same moment. */
async function attempt(writing: Writing, input: Input): Promise<boolean> {
  const { dice, urls } = writing;
  const through = dice.chance(0.1) ? urls : [dice.pick(urls)];
  const answers = await Promise.all(through.map((url) => attemptThrough(url, writing, input)));
  return answers.includes(true);
}

async function attemptThrough(url: string, { person, notes }: Writing, input: Input) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const answer = await ask(url, person.token, SendMessage, { input }, patience).catch(() => null);
  if (!answer) return false;
  const result = answer.data?.sendMessage;
  const writer = person.account.nickname;
  if (result?.__typename === 'SendMessagePayload') {
    const { id, seq } = result.sent;
    notes.write({
      kind: 'acknowledged',
      writer,
      clientId: input.clientId,
      messageId: id,
      seq,
    });
    return true;
  }
  if (!mayPass(answer))
    notes.write({ kind: 'mishap', who: writer, what: `refused: ${JSON.stringify(answer)}` });
  return false;
}

/** Whether what went wrong is the servers' own, and so expected of them here. */
const mayPass = ({ data, errors }: Answer) =>
  !data?.sendMessage &&
  errors?.every((error) => WORTH_RETRYING.has(error.extensions?.code ?? '')) === true;
