import { readOutbox, sendOutgoing } from '../platform/outgoing.ts';
import type { Backend } from '../realtime/backend.ts';

/** What a stage without a mail server is given, so that there are codes, and an address counts once it is proven. */
export const WITH_OUTBOX = { OUTBOX: 'true' };

/** Sends whatever waits: a round takes only a few letters. */
export async function deliver(backend: Backend): Promise<void> {
  // A little ahead: PostgreSQL rounds the instant in which a letter was written up.
  const due = { nextAttemptAt: { lte: new Date(Date.now() + 1_000) } };
  while ((await backend.db.outgoingMessage.count({ where: due })) > 0) await sendOutgoing(backend);
}

/** The newest code that was sent to an address, on a stage with an outbox. */
export async function codeSentTo(backend: Backend, address: string): Promise<string> {
  await deliver(backend);
  const shown = await readOutbox(backend);
  const sent = shown.find(({ message }) => message.to === address.toLowerCase() && message.code);
  if (!sent?.message.code) throw new Error(`No code was sent to ${address}`);
  return sent.message.code;
}
