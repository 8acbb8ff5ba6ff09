import type { Refusal } from '@/lib/outbox/waiting-store';
import type { MessageInput, WaitingFile, WaitingMessage } from './outbox-store';

export interface OutboxEntry {
  clientId: string;
  conversationId: string;
  input: MessageInput;
  /** What is in the bubble. */
  text: string;
  /** What is in the bubble instead of words. */
  file?: WaitingFile;
  createdAt: number;
  state: 'queued' | 'sending' | 'failed';
  reason?: Refusal;
}

interface Inputs {
  stored: readonly WaitingMessage[];
  isSending: (clientId: string) => boolean;
}

const none: readonly OutboxEntry[] = [];
const REMEMBER_ARRIVALS = 500;

/**
 * What this tab shows of the outbox. A message leaves the store when the server has it, but stays in view until this tab's
 * own history has it too (another tab may have been the one that sent it): so a bubble never blinks.
 */
export class OutboxView {
  private entries = new Map<string, OutboxEntry>();
  private byConversation = new Map<string, readonly OutboxEntry[]>();
  private readonly arrived = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private waiting = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversationId: string): readonly OutboxEntry[] {
    return this.byConversation.get(conversationId) ?? none;
  }

  /** How many are still to be sent, in all conversations. */
  count(): number {
    return this.waiting;
  }

  update({ stored, isSending }: Inputs): void {
    const next = new Map<string, OutboxEntry>();
    const storedIds = new Set(stored.map(({ clientId }) => clientId));
    for (const [clientId, entry] of this.entries) {
      if (!storedIds.has(clientId) && !this.arrived.has(clientId)) {
        next.set(clientId, { ...entry, state: 'sending' });
      }
    }
    for (const message of stored) {
      if (!this.arrived.has(message.clientId)) {
        next.set(message.clientId, entryOf(message, isSending(message.clientId)));
      }
    }
    this.entries = next;
    this.publish();
  }

  /** The history shows it. */
  arrive(clientId: string): void {
    this.arrived.add(clientId);
    if (this.arrived.size > REMEMBER_ARRIVALS) {
      const [oldest] = this.arrived;
      if (oldest) this.arrived.delete(oldest);
    }
    this.drop(clientId);
  }

  /** The person has thrown it away. */
  drop(clientId: string): void {
    if (this.entries.delete(clientId)) this.publish();
  }

  private publish(): void {
    const grouped = new Map<string, OutboxEntry[]>();
    let waiting = 0;
    for (const entry of this.entries.values()) {
      if (entry.state !== 'failed') waiting += 1;
      const group = grouped.get(entry.conversationId);
      if (group) group.push(entry);
      else grouped.set(entry.conversationId, [entry]);
    }
    this.waiting = waiting;
    this.byConversation = grouped;
    for (const listener of this.listeners) listener();
  }
}

function entryOf(message: WaitingMessage, sending: boolean): OutboxEntry {
  const { clientId, conversationId, input, file, createdAt, reason } = message;
  const state = message.state === 'failed' ? 'failed' : sending ? 'sending' : 'queued';
  return { clientId, conversationId, input, text: input.text, file, createdAt, state, reason };
}
