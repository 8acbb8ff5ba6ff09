import { encodeCursor } from '../../realtime/cursor.ts';
import { change } from '../convergence/scene.ts';
import type { Person } from '../world.ts';
import {
  type Actor,
  type Cells,
  INSIDE,
  RUNNING,
  type Somebody,
  signedIn,
  VISITORS,
  who,
} from './actors.ts';
import { askAs, type Company } from './company.ts';
import { type Heard, Listening, listenTo } from './listening.ts';
import { manyPeople } from './people.ts';
import { documentOf, Fetch } from './reading.ts';
import { contentsOf } from './selection.ts';

/** What happens, and whose streams tell of it. */
export interface EventRow {
  /** What happens, in the words of the table. */
  of: string;
  /** Makes it happen; what has to be there first is made by `prepare`. */
  cause(company: Happening): Promise<unknown>;
  prepare?(company: Happening): Promise<unknown>;
  gets: Cells;
  /** Who is told by the log who asks for what they missed; the same people when left out. */
  catchesUp?: Cells;
  /** Fields of the event that depend on the viewer: who of those that get it finds something in them. */
  finds?: Readonly<Record<string, readonly Actor[]>>;
}

/** By the type of the event; in the order in which it all happens. */
export type EventRows = Readonly<Record<string, EventRow | readonly EventRow[]>>;

export interface Happening extends Company {
  /** What one row leaves to the next. */
  made: Record<string, string>;
  guest: Person;
}

export const told = (actors: readonly Somebody[]): Cells => who({ OK: actors }, 'NONE');
export const GROUP = told(INSIDE);
export const SELF = told(['self']);
export const RUNNERS = told(RUNNING);
/** Not logged: true for a moment, and no loss when missed. */
export const HINT = told([]);

export const keep = async (company: Happening, name: string, made: Promise<string>) => {
  company.made[name] = await made;
};
export const kept = ({ made }: Happening, name: string): string => {
  const id = made[name];
  if (!id) throw new Error(`No row before this has made the ${name}`);
  return id;
};

export interface Telling {
  cells: Cells;
  heard: Record<Somebody, Heard[]>;
  /** Where everybody stood before it. */
  cursors: Record<Somebody, string>;
}

const byActor = <T>(of: (actor: Somebody) => T) =>
  Object.fromEntries(signedIn.map((actor) => [actor, of(actor)])) as Record<Somebody, T>;

/** The cells of who has heard something. A stream is not opened for those without a session. */
const heardBy = (heard: Telling['heard']): Cells =>
  who({ OK: signedIn.filter((actor) => heard[actor].length > 0) }, 'NONE');

const Missed = documentOf(`query ($after: Cursor) {
  events(after: $after) { cursor caughtUp events { __typename ... on LoggedEvent { id } } }
}`);

/** Everybody’s streams, while things happen. */
export class Audience {
  readonly #ears: Record<Somebody, Listening>;
  readonly #ownConversations: Record<Somebody, string>;
  #writtenAt = 0;

  private constructor(
    readonly company: Happening,
    ears: Record<Somebody, Listening>,
    ownConversations: Record<Somebody, string>,
  ) {
    this.#ears = ears;
    this.#ownConversations = ownConversations;
  }

  /** Everybody begins with a cursor that is not of this log, so that the first they hear is that it cannot be honoured. */
  static async gather(company: Company): Promise<Audience> {
    const [guest] = await manyPeople(company.stage, 1);
    if (!guest) throw new Error('Somebody was made');
    const ears: Partial<Record<Somebody, Listening>> = {};
    const ownConversations: Partial<Record<Somebody, string>> = {};
    for (const actor of signedIn) {
      const person = company[actor];
      ownConversations[actor] = await change(person, 'openDirectConversation', {
        userId: person.id,
      });
      ears[actor] = listenTo(person, FOREIGN);
      if (!(await ears[actor].comes(() => ears[actor]?.of('CaughtUp').length === 1)))
        throw new Error(`${actor} does not come to hear what is live`);
    }
    return new Audience(
      { ...company, guest, made: {} },
      ears as Record<Somebody, Listening>,
      ownConversations as Record<Somebody, string>,
    );
  }

  /** Who has heard what the stream says of itself, and what they heard. */
  heardOf(kind: string): Telling {
    const heard = byActor((actor) => this.#ears[actor].of(kind));
    return { heard, cells: heardBy(heard), cursors: byActor(() => FOREIGN) };
  }

  /** Makes it happen; answers who heard of it, and what they heard. */
  async hear(kind: string, row: EventRow): Promise<Telling> {
    await row.prepare?.(this.company);
    await this.#settle();
    const since = byActor((actor) => this.#ears[actor].heard.length);
    const cursors = byActor((actor) => String(this.#ears[actor].heard.at(-1)?.cursor));
    const of = (actor: Somebody) =>
      this.#ears[actor].of(kind, since[actor]).filter((event) => !this.#isOwn(actor, event));
    await row.cause(this.company);
    for (const actor of signedIn)
      if (row.gets[actor] === 'OK') await this.#ears[actor].comes(() => of(actor).length > 0);
    await this.#settle();
    const heard = byActor(of);
    return { heard, cells: heardBy(heard), cursors };
  }

  /** Who is told of the very same by the log, when they ask from where they stood for what they missed. */
  async caughtUpWith({ heard, cursors }: Telling): Promise<Cells> {
    const told = new Set(signedIn.flatMap((actor) => heard[actor].map(({ id }) => id)));
    const caughtUp = signedIn.map(async (actor) => {
      const missed = await this.#missedBy(actor, cursors[actor]);
      return [actor, missed.filter(({ id }) => told.has(id))] as const;
    });
    return heardBy(Object.fromEntries(await Promise.all(caughtUp)) as Telling['heard']);
  }

  async #missedBy(actor: Somebody, since: string): Promise<Heard[]> {
    const missed: Heard[] = [];
    for (let after = since, caughtUp = false; !caughtUp; ) {
      const { data } = await askAs(this.company, actor, Missed, { after });
      const page = data?.events as { events: Heard[]; cursor: string; caughtUp: boolean };
      missed.push(...page.events);
      ({ cursor: after, caughtUp } = page);
    }
    return missed;
  }

  /** What an event leads to, but whoever heard of it may not fetch: an event is no way round the rules of reading. */
  async unfetchable({ heard }: Telling): Promise<string[]> {
    const found = signedIn.map(async (actor) => {
      const { ids } = contentsOf(heard[actor]);
      if (ids.size === 0) return [];
      const { data } = await askAs(this.company, actor, Fetch, { ids: [...ids.keys()] });
      const nodes = (data?.nodes ?? []) as unknown[];
      const lost = [...ids.values()].filter((_, index) => !nodes[index]);
      return lost.map((path) => `${actor}: ${path}`);
    });
    return (await Promise.all(found)).flat();
  }

  /** Waits until everybody has heard of something of their own, behind everything that was told before. */
  async #settle(): Promise<void> {
    // Later than the last time whatever the clock does: a draft is kept only when it is newer.
    this.#writtenAt = Math.max(this.#writtenAt + 1, Date.now());
    const updatedAt = new Date(this.#writtenAt).toISOString();
    await Promise.all(
      signedIn.map(async (actor) => {
        const ear = this.#ears[actor];
        const before = ear.heard.length;
        const conversationId = this.#ownConversations[actor];
        const input = { conversationId, text: `${before}`, updatedAt };
        await change(this.company[actor], 'saveDraft', input);
        if (!(await ear.comes(() => ear.of('DraftChanged', before).length > 0)))
          throw new Error(`The stream of ${actor} stands still`);
      }),
    );
  }

  /** What `#settle` has brought about. */
  #isOwn(actor: Somebody, { __typename, conversation }: Heard): boolean {
    const { id } = (conversation ?? {}) as { id?: string };
    return __typename === 'DraftChanged' && id === this.#ownConversations[actor];
  }

  /** How a stream is refused to those without a session, by the code that its socket is closed with. */
  async refusals(): Promise<Record<string, number>> {
    const { stage, tokens } = this.company;
    const codes = VISITORS.map(async (visitor) => {
      const ear = new Listening(stage.url, tokens[visitor], null);
      const { code } = await ear.closed;
      return [visitor, code] as const;
    });
    return Object.fromEntries(await Promise.all(codes));
  }

  close(): void {
    for (const actor of signedIn) this.#ears[actor].close();
  }
}

/** A cursor of another database. */
const FOREIGN = encodeCursor({ epoch: '0'.repeat(16), horizon: 1n });
