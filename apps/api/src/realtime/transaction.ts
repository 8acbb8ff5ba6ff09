import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Db, TransactionClient } from '../platform/db.ts';
import type { Contended, GroupCommit } from '../platform/group-commit.ts';
import type { Bus } from './bus.ts';
import type {
  AccountEvents,
  ConversationEvents,
  LoggedEvent,
  LoggedEvents,
  LoggedKind,
} from './catalogue.ts';
import { append, type EventRow, type NewEvent, toEvent } from './log.ts';

/**
 * A running transaction. Events can be published on it and nowhere else: they are written with the transaction's other
 * rows and leave the process after it has committed, so neither an early nor a leaked one can be written.
 */
export interface Transaction {
  db: TransactionClient;
  /** Tells every member of a conversation. */
  publishToConversation<K extends keyof ConversationEvents>(
    conversationId: string,
    kind: K,
    payload: ConversationEvents[K],
  ): void;
  /** Tells one person, on all of their devices. */
  publishToAccount<K extends keyof AccountEvents>(
    accountId: string,
    kind: K,
    payload: AccountEvents[K],
  ): void;
}

interface Writing {
  db: Db;
  pool: pg.Pool;
  groupCommit: GroupCommit;
  bus: Bus;
}

const ATTEMPTS = 4;
const RETRIED = new Set(['P2034', '40001', '40P01']);

/** By PostgreSQL's own code, by Prisma's for its models, or, of a raw statement, by what Prisma tells of the cause. */
function isTransient(error: unknown): boolean {
  const { code = '', meta } = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
  };
  return RETRIED.has(code) || RETRIED.has(meta?.driverAdapterError?.cause?.originalCode ?? '');
}

/** Again when PostgreSQL had to break a deadlock. */
async function persistently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) throw error;
      await sleep(Math.random() * 20 * attempt);
    }
  }
}

/** Runs `work` as one transaction, again when PostgreSQL had to break a deadlock; so it must touch nothing outside. */
export async function transaction<Result>(
  { db, bus }: Writing,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { result, events } = await persistently(() =>
    db.$transaction(async (client) => {
      const pending: NewEvent[] = [];
      const publish = <K extends LoggedKind>(
        streamId: string,
        kind: K,
        payload: LoggedEvents[K],
      ) => {
        pending.push({ streamId, kind, payload });
      };
      const result = await work({
        db: client,
        publishToConversation: publish,
        publishToAccount: publish,
      });
      return { result, events: await append(client, pending) };
    }),
  );
  bus.publish(events);
  return result;
}

/**
 * The transaction of the hot path: one statement that writes and appends its event itself, and returns the appended row
 * as a JSON column `event` (null when it wrote nothing). One round trip, and the same guarantee. `committed` is called with
 * the event before anybody hears of it. Statements that are `contended` go in groups where they would wait for each other.
 */
export async function publishingStatement<Row extends object>(
  { pool, groupCommit, bus }: Writing,
  query: pg.QueryConfig,
  committed?: (row: Row, event: LoggedEvent) => void,
  contended?: Contended,
): Promise<Row | undefined> {
  type Appended = Row & { event: EventRow | null };
  const result = await persistently(() =>
    contended ? groupCommit.query<Appended>(query, contended) : pool.query<Appended>(query),
  );
  const row = result.rows[0];
  if (!row?.event) return row;
  const event = toEvent(row.event);
  committed?.(row, event);
  bus.publish([event]);
  return row;
}
