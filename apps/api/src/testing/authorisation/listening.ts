import { setTimeout as sleep } from 'node:timers/promises';
import { isAbstractType } from 'graphql';
import { schema } from '../../schema.ts';
import { openSocket, type Socket, textOf } from '../client.ts';
import type { Person } from '../world.ts';
import { documentOf } from './reading.ts';
import { everythingOf } from './selection.ts';

export interface Heard {
  __typename: string;
  [field: string]: unknown;
}

const eventType = schema.getType('Event');
if (!isAbstractType(eventType)) throw new Error('There is no interface Event');

/** Every event with everything it has. */
const Everything = documentOf(
  `subscription ($after: Cursor) { events(after: $after) { ${everythingOf(eventType)} } }`,
);

/** One device’s live stream, and all that has come through it. */
export class Listening {
  readonly heard: Heard[] = [];
  readonly #socket: Socket;
  #failure: unknown;

  constructor(
    readonly url: string,
    readonly token: string | null,
    after: string | null,
  ) {
    this.#socket = openSocket(url, token);
    this.#socket.client.subscribe<{ events: Heard }>(
      { query: textOf(Everything), variables: { after } },
      {
        next: ({ data, errors }) => {
          if (data) this.heard.push(data.events);
          else this.#failure = errors;
        },
        error: (error) => {
          this.#failure = error;
        },
        complete: () => {},
      },
    );
  }

  /** How the server closed it; for those whom it lets in, nothing. */
  get closed(): Promise<{ code: number; reason: string }> {
    return this.#socket.closed;
  }

  of(kind: string, since = 0): Heard[] {
    return this.heard.slice(since).filter(({ __typename }) => __typename === kind);
  }

  /** Whether something comes within the time there is; what has failed is shown at once. */
  async comes(condition: () => boolean, milliseconds = 20_000): Promise<boolean> {
    const deadline = Date.now() + milliseconds;
    while (!condition()) {
      if (this.#failure) throw new Error(`The stream failed: ${JSON.stringify(this.#failure)}`);
      if (Date.now() > deadline) return false;
      await sleep(2);
    }
    return true;
  }

  close(): void {
    void this.#socket.client.dispose();
  }
}

export const listenTo = (person: Person, after: string | null = null): Listening =>
  new Listening(person.url, person.token, after);
