import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { type Delivered, isConversationWide } from './catalogue.ts';
import type { Follower, Operation } from './follower.ts';

/** So many sockets are written to before other work gets its turn: one huge group never delays everyone else. */
const SLICE = 256;

/** Executes each distinct operation once per event, serialises once, and writes the same bytes to every socket. */
export async function deliver(item: Delivered, followers: readonly Follower[]): Promise<void> {
  const groups = new Map<Operation, Follower[]>();
  for (const follower of followers) {
    const { output } = follower;
    if (output.kind === 'events') output.push(item);
    else {
      const group = groups.get(output.operation);
      if (group) group.push(follower);
      else groups.set(output.operation, [follower]);
    }
  }
  for (const [operation, group] of groups) await deliverToGroup(item, operation, group);
}

async function deliverToGroup(
  item: Delivered,
  operation: Operation,
  group: readonly Follower[],
): Promise<void> {
  const shared = isConversationWide(item.kind) ? await operation.execute(item, null) : null;
  let written = 0;
  for (const follower of group) {
    const json = shared ?? (await operation.execute(item, follower.viewer));
    if (json !== null && !follower.closed && follower.output.kind === 'responses')
      follower.output.write([json]);
    written += 1;
    if (written % SLICE === 0) await yieldToEventLoop();
  }
}
