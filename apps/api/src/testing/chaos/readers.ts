import { setTimeout as sleep } from 'node:timers/promises';
import type { Reading, Told, Transport } from '../transports.ts';
import type { Person } from '../world.ts';
import type { Dice } from './dice.ts';
import type { Fact, Notes, Owed } from './history.ts';

export interface ReaderOptions {
  /** For example `Tom, by socket`. */
  name: string;
  person: Person;
  urls: readonly string[];
  /** One of them is used for each connection. */
  transports: readonly Transport[];
  /** From where on everything is owed to this reader. */
  cursor: string;
  dice: Dice;
  notes: Notes;
}

/** Follows a person's stream for as long as it takes: writes down what comes, and comes back with its cursor. */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #newest = new Map<string, number>();
  /** Every cursor of the last connections; any of them is as good as the newest, only longer. */
  #cursors: string[];

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#cursors = [options.cursor];
  }

  get name(): string {
    return this.#options.name;
  }

  get person(): Person {
    return this.#options.person;
  }

  /** Whether something has come from the end of everything that is owed. */
  hasReached(owed: readonly Owed[]): boolean {
    return owed.every(({ streamId, last }) => (this.#newest.get(streamId) ?? 0) >= last);
  }

  async read(stop: AbortSignal): Promise<void> {
    const { dice, transports } = this.#options;
    while (!stop.aborted) {
      const reading = this.#reading();
      const staying = AbortSignal.any([stop, AbortSignal.timeout(dice.between(200, 4_000))]);
      await dice
        .pick(transports)(reading, staying)
        .catch(() => {});
      if (!stop.aborted) await sleep(dice.between(0, 150));
    }
  }

  #reading(): Reading {
    const { person, urls, dice } = this.#options;
    const old = dice.chance(0.1) && this.#cursors.length > 1;
    const after = (old ? dice.pick(this.#cursors) : this.#cursors.at(-1)) ?? '';
    if (!old) this.#cursors = this.#cursors.slice(-200);
    return {
      url: dice.pick(urls),
      token: person.token,
      after,
      first: dice.between(1, 60),
      take: (event) => this.#take(event),
      moveTo: (cursor) => this.#cursors.push(cursor),
      complain: (what) => this.#write({ kind: 'mishap', who: this.name, what }),
    };
  }

  #take(event: Told): void {
    if (event.__typename === 'Reset')
      this.#write({ kind: 'mishap', who: this.name, what: `Reset (${event.reason})` });
    if ('seq' in event) {
      const { id, streamId, seq } = event;
      const message = event.__typename === 'MessageSent' ? toldMessage(event.message) : undefined;
      this.#newest.set(streamId, Math.max(this.#newest.get(streamId) ?? 0, seq));
      this.#write({ kind: 'received', reader: this.name, event: { id, streamId, seq, message } });
    }
    this.#cursors.push(event.cursor);
  }

  #write(fact: Fact): void {
    this.#options.notes.write(fact);
  }
}

export const toldMessage = ({
  id,
  seq,
  clientId,
  conversation,
  content,
}: (Told & { __typename: 'MessageSent' })['message']) => ({
  id,
  seq,
  clientId,
  conversationId: conversation.id,
  text: content.__typename === 'TextContent' ? content.text : null,
});
