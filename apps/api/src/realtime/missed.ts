import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { type Delivered, isConversationWide } from './catalogue.ts';
import type { Beside, Follower, Operation } from './follower.ts';

/** Takes what one follower missed, in order. Resolves when it has been handed over, at the follower's own pace. */
export type DeliverMissed = (items: readonly Delivered[], follower: Follower) => Promise<void>;

/** So many followers' events are executed at once: a thousand who come back together leave room for everybody else. */
const AT_ONCE = 4;
/** For so long an event that was executed for everybody serves whoever else has missed it. */
const SHARED_MS = 250;
/** So much is written at once: few calls of the system, and far less than the buffer of a socket takes. */
const BATCH_CHARACTERS = 32_768;
/** Stands for the cursor in what is shared: every follower has another one. Nobody's text can contain it by chance. */
const CURSOR = `cursor-${randomUUID()}`;

/** Executes what followers missed: many events side by side, those of conversations once for all who come back together. */
export function createMissedDelivery(): DeliverMissed {
  const turns = pLimit(AT_ONCE);
  const shelves = new WeakMap<Operation, Shelf>();

  const executeFor = async (
    item: Delivered,
    operation: Operation,
    { viewer }: Follower,
    beside: Beside,
  ) => {
    const shared = isConversationWide(item.kind) && 'seq' in item;
    const json = shared ? await executeShared(item, operation, shelves, beside) : null;
    return json?.replaceAll(CURSOR, item.cursor) ?? operation.execute(item, viewer, beside);
  };

  return async (items, follower) => {
    const { output } = follower;
    await output.room();
    if (output.kind === 'events') {
      for (const item of items) output.push(item);
      return;
    }
    const { operation } = output;
    const responses = await turns(() => {
      const beside: Beside = new Map();
      return Promise.allSettled(items.map((item) => executeFor(item, operation, follower, beside)));
    });
    for (const batch of batches(responses)) {
      output.write(batch);
      await output.room();
    }
  };
}

/** Responses in their order, put together to be written in one go; up to the first event that could not be executed. */
function* batches(responses: readonly PromiseSettledResult<string | null>[]): Generator<string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const response of responses) {
    if (response.status === 'rejected') {
      yield batch;
      throw response.reason;
    }
    if (response.value === null) continue;
    batch.push(response.value);
    characters += response.value.length;
    if (characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  yield batch;
}

/** Responses to events of conversations, by stream and place. */
type Shelf = Map<string, Promise<string | null>>;

function executeShared(
  item: Delivered & { streamId: string; seq: number },
  operation: Operation,
  shelves: WeakMap<Operation, Shelf>,
  beside: Beside,
): Promise<string | null> {
  const shelf = shelves.get(operation) ?? openShelf(operation, shelves);
  const place = `${item.streamId} ${item.seq}`;
  const known = shelf.get(place);
  if (known) return known;
  const executed = operation.execute({ ...item, cursor: CURSOR }, null, beside);
  shelf.set(place, executed);
  executed.catch(() => shelf.delete(place));
  return executed;
}

function openShelf(operation: Operation, shelves: WeakMap<Operation, Shelf>): Shelf {
  const shelf: Shelf = new Map();
  shelves.set(operation, shelf);
  setTimeout(() => shelves.delete(operation), SHARED_MS).unref();
  return shelf;
}
