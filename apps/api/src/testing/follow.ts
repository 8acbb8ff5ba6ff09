import { inspect } from 'node:util';
import { openSocket, textOf } from './client.ts';
import { type AnyEvent, type EventOf, Events, type Kind } from './events.ts';
import type { ResultOf } from './graphql.ts';

/** A live subscription that keeps everything it receives, so that a test can never miss an event. */
export class Following {
  readonly events: AnyEvent[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #cut: () => void;
  readonly #dispose: () => void;
  readonly #waiting = new Set<() => void>();
  #failure: unknown = null;

  constructor(url: string, token: string, after: string | null) {
    const socket = openSocket(url, token);
    this.closed = socket.closed;
    this.#cut = socket.cut;
    this.#dispose = () => void socket.client.dispose();
    socket.client.subscribe<ResultOf<typeof Events>>(
      { query: textOf(Events), variables: { after } },
      {
        next: ({ data, errors }) => {
          if (data) this.events.push(data.events);
          else this.#failure = errors;
          for (const wake of this.#waiting) wake();
        },
        error: (error) => {
          this.#failure = error;
          for (const wake of this.#waiting) wake();
        },
        complete: () => {},
      },
    );
  }

  /** The cursor a client would keep. */
  get cursor(): string {
    const last = this.events.at(-1);
    if (!last) throw new Error('Nothing has been received yet');
    return last.cursor;
  }

  of<K extends Kind>(kind: K): EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.__typename === kind);
  }

  /** Texts of the messages received, in order, each once however often it came. */
  texts(conversationId?: string): string[] {
    const seen = new Set<string>();
    return this.of('MessageSent').flatMap(({ id, message }) => {
      if (seen.has(id) || (conversationId && message.conversation.id !== conversationId)) return [];
      seen.add(id);
      return message.content.__typename === 'TextContent' ? [message.content.text] : [];
    });
  }

  /** Waits until what has been received satisfies the condition; the failure shows what came instead. */
  async until(condition: (events: AnyEvent[]) => boolean, milliseconds = 20_000): Promise<this> {
    const deadline = Date.now() + milliseconds;
    while (!condition(this.events)) {
      if (this.#failure)
        throw new Error(`The stream failed: ${inspect(this.#failure, { depth: 6 })}`);
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(`Not seen in time. Received: ${this.events.map((e) => e.__typename)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
    return this;
  }

  async first<K extends Kind>(
    kind: K,
    matches: (event: EventOf<K>) => boolean = () => true,
  ): Promise<EventOf<K>> {
    await this.until(() => this.of(kind).some(matches));
    return this.of(kind).find(matches) as EventOf<K>;
  }

  live(): Promise<this> {
    return this.until((events) => events.some((event) => event.__typename === 'CaughtUp'));
  }

  /** As a lost network does: without a word. */
  cut(): void {
    this.#cut();
  }

  close(): void {
    this.#dispose();
  }
}
