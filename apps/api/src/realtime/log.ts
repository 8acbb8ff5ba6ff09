import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { TransactionClient } from '../platform/db.ts';
import type { LoggedEvent, LoggedEvents, LoggedKind, ResetReason } from './catalogue.ts';
import type { Position } from './cursor.ts';

/** An event about to be appended; the log gives it its place. */
export interface NewEvent<K extends LoggedKind = LoggedKind> {
  streamId: string;
  kind: K;
  payload: LoggedEvents[K];
}

/** A row of `event` as this file's statements return it. */
export interface EventRow {
  stream_id: string;
  seq: string | number | bigint;
  kind: string;
  payload: unknown;
  xid: string | bigint;
  created_at: Date | string;
}

export function toEvent(row: EventRow): LoggedEvent {
  return {
    streamId: row.stream_id,
    seq: Number(row.seq),
    kind: row.kind,
    payload: row.payload,
    xid: String(row.xid),
    at: new Date(row.created_at).toISOString(),
  } as LoggedEvent;
}

/**
 * Appends events as the last act of a transaction: the rows of the streams stay locked until it ends, and are locked in
 * the order of their ids, so that two transactions never wait for each other.
 */
export async function append(
  db: TransactionClient,
  events: readonly NewEvent[],
): Promise<LoggedEvent[]> {
  if (events.length === 0) return [];
  const rows = await db.$queryRaw<EventRow[]>`
    WITH input AS (
      SELECT * FROM unnest(
        ${events.map((event) => event.streamId)}::uuid[],
        ${events.map((event) => event.kind)}::text[],
        ${events.map((event) => JSON.stringify(event.payload))}::text[]
      ) WITH ORDINALITY AS input(stream_id, kind, payload, ord)
    ), counts AS (
      SELECT stream_id, count(*) AS n FROM input GROUP BY stream_id ORDER BY stream_id
    ), heads AS (
      INSERT INTO stream (id, seq) SELECT stream_id, n FROM counts ORDER BY stream_id
      ON CONFLICT (id) DO UPDATE SET seq = stream.seq + excluded.seq
      RETURNING id, seq
    )
    INSERT INTO event (stream_id, seq, xid, kind, payload)
    SELECT input.stream_id,
           heads.seq - counts.n + row_number() OVER (PARTITION BY input.stream_id ORDER BY ord),
           pg_current_xact_id()::text::bigint, kind, payload::jsonb
    FROM input JOIN counts USING (stream_id) JOIN heads ON heads.id = stream_id
    ORDER BY input.stream_id, ord
    RETURNING stream_id, seq, kind, payload, xid, created_at`;
  return rows.map(toEvent);
}

/** What a reader learns about the log in the same snapshot as the rows it reads. */
export interface LogState {
  epoch: string;
  /**
   * Everything of transactions below this one is visible, for good. Never beyond the newest event: transactions that left
   * nothing behind are forgotten in a crash, and PostgreSQL then hands out their ids once more.
   */
  horizon: bigint;
  /** Events of transactions below this one may have been removed. */
  floor: bigint;
}

/**
 * A restored backup, a copied or a moved database must never be taken for the one a cursor is from. The cluster's
 * identifier, its timeline and the database's oid change with every one of these; `event_log.epoch` is for an operator
 * who restores into the same database.
 */
const STATE_COLUMNS = `
  log.epoch, log.floor_xid,
  least(
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    greatest(log.floor_xid, (SELECT max(xid) + 1 FROM event))
  )::text AS horizon,
  (SELECT system_identifier FROM pg_control_system()) AS system_identifier,
  (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline_id,
  (SELECT oid FROM pg_database WHERE datname = current_database()) AS database_oid`;

interface StateRow {
  epoch: string;
  floor_xid: string;
  horizon: string;
  system_identifier: string;
  timeline_id: number;
  database_oid: number;
}

function toState(row: StateRow): LogState {
  const identity = [row.epoch, row.system_identifier, row.timeline_id, row.database_oid].join(':');
  return {
    epoch: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    horizon: BigInt(row.horizon),
    floor: BigInt(row.floor_xid),
  };
}

function onlyRow<Row>(result: pg.QueryResult): Row {
  const row = result.rows[0] as Row | undefined;
  if (!row) throw new Error('The event_log row is missing: the migrations have not been applied.');
  return row;
}

export async function readState(pool: pg.Pool): Promise<LogState> {
  const result = await pool.query({
    name: 'log-state',
    text: `SELECT ${STATE_COLUMNS} FROM event_log log`,
  });
  return toState(onlyRow(result));
}

/** Why a position cannot be honoured, or null when it can. */
export function refusal(position: Position, state: LogState): ResetReason | null {
  if (position.epoch !== state.epoch || position.horizon > state.horizon) return 'FOREIGN';
  return position.horizon < state.floor ? 'TOO_OLD' : null;
}

/** What an account is a member of, and the sequence of each conversation that it has joined behind. */
export type Memberships = readonly (readonly [conversationId: string, joinedSeq: number])[];

// Not as an object: names of fields are kept for good once there was one, and ids are many.
const MEMBERSHIPS = `(
  SELECT coalesce(json_agg(json_build_array(conversation_id, joined_seq)), '[]')
  FROM member WHERE account_id = $1
) AS memberships`;

/** How the log and an account's memberships stand, in one snapshot. */
export async function readStanding(
  pool: pg.Pool,
  accountId: string,
): Promise<{ state: LogState; memberships: Memberships }> {
  const result = await pool.query({
    name: 'log-standing',
    text: `SELECT ${STATE_COLUMNS}, ${MEMBERSHIPS} FROM event_log log`,
    values: [accountId],
  });
  const row = onlyRow<StateRow & { memberships: Memberships }>(result);
  return { state: toState(row), memberships: row.memberships };
}

const LARGEST_XID = 2n ** 63n - 1n;
const atMost = (value: bigint, most: bigint) => (value < most ? value : most);

export interface ReplayPage {
  state: LogState;
  memberships: Memberships;
  events: LoggedEvent[];
  /** Whether more events wait behind the last one of this page. */
  more: boolean;
}

/**
 * What has happened to one account since `position`: its own stream and those of the conversations it is a member of
 * now (since they joined, and to messages from since then), ordered by stream and by place in it. Membership and events
 * are read in one snapshot. Stream after stream, and no further than the page goes: what lies behind it is not read.
 */
export async function readReplay(
  pool: pg.Pool,
  accountId: string,
  position: Position,
  limit: number,
): Promise<ReplayPage> {
  const after = position.replaying ?? { streamId: '00000000-0000-0000-0000-000000000000', seq: 0 };
  const result = await pool.query({
    name: 'log-replay',
    text: `
      SELECT ${STATE_COLUMNS}, ${MEMBERSHIPS}, found.events
      FROM event_log log, LATERAL (
        SELECT coalesce(json_agg(page ORDER BY page.stream_id, page.seq), '[]') AS events FROM (
          SELECT e.stream_id, e.seq, e.kind, e.payload, e.xid::text AS xid, e.created_at
          FROM (
            SELECT conversation_id AS id, joined_seq, joined_xid
            FROM member WHERE account_id = $1 AND conversation_id >= $3
            UNION ALL SELECT $1::uuid, NULL, NULL WHERE $1::uuid >= $3
            ORDER BY id
          ) followed
          CROSS JOIN LATERAL (
            SELECT * FROM event
            WHERE stream_id = followed.id AND xid >= $2 AND (stream_id, seq) > ($3::uuid, $4::bigint)
              AND seq >= coalesce((
                SELECT min(joining.seq) FROM event joining
                WHERE joining.stream_id = followed.id AND joining.xid = followed.joined_xid
              ), 0)
              AND coalesce((payload->>'messageSeq')::int > followed.joined_seq, true)
            ORDER BY seq LIMIT $5
          ) e
          ORDER BY followed.id, e.seq LIMIT $5
        ) page
      ) found`,
    // A horizon that somebody made up may be beyond what PostgreSQL can count to.
    values: [
      accountId,
      String(atMost(position.horizon, LARGEST_XID)),
      after.streamId,
      after.seq,
      limit + 1,
    ],
  });
  const row = onlyRow<StateRow & { events: EventRow[]; memberships: Memberships }>(result);
  return {
    state: toState(row),
    memberships: row.memberships,
    events: row.events.slice(0, limit).map(toEvent),
    more: row.events.length > limit,
  };
}

/** The events of one stream behind `afterSeq`, or written by transaction `fromXid` and later ones. */
export async function readStream(
  pool: pg.Pool,
  streamId: string,
  from: { afterSeq: number } | { fromXid: string },
): Promise<LoggedEvent[]> {
  const byPlace = 'afterSeq' in from;
  const result = await pool.query<EventRow>({
    name: byPlace ? 'log-stream-after' : 'log-stream-from',
    text: `SELECT stream_id, seq, kind, payload, xid, created_at FROM event
      WHERE stream_id = $1 AND ${byPlace ? 'seq > $2' : 'xid >= $2'} ORDER BY seq`,
    values: [streamId, byPlace ? from.afterSeq : from.fromXid],
  });
  return result.rows.map(toEvent);
}

/** The newest sequence of each of these streams; 0 for one that has no event yet. */
export async function readHeads(
  pool: pg.Pool,
  streamIds: readonly string[],
): Promise<Map<string, number>> {
  const result = await pool.query<{ id: string; seq: string }>({
    name: 'log-heads',
    text: 'SELECT id, seq FROM stream WHERE id = ANY($1::uuid[])',
    values: [streamIds],
  });
  const heads = new Map(streamIds.map((id) => [id, 0]));
  for (const row of result.rows) heads.set(row.id, Number(row.seq));
  return heads;
}

/** The newest sequence of every stream that transactions from `horizon` on have written to, and the horizon now. */
export async function readTail(
  pool: pg.Pool,
  horizon: bigint,
): Promise<{ state: LogState; heads: [string, number][] }> {
  const result = await pool.query({
    name: 'log-tail',
    text: `SELECT ${STATE_COLUMNS}, tail.heads FROM event_log log, LATERAL (
        SELECT coalesce(json_agg(json_build_array(stream_id, seq)), '[]') AS heads FROM (
          SELECT stream_id, max(seq) AS seq FROM event WHERE xid >= $1 GROUP BY stream_id
        ) newest
      ) tail`,
    values: [horizon.toString()],
  });
  const row = onlyRow<StateRow & { heads: [string, number][] }>(result);
  return { state: toState(row), heads: row.heads };
}

/**
 * Removes events older than the retention, and raises the floor in the same statement: from then on a cursor that may
 * have missed one of them answers Reset.
 */
export async function prune(pool: pg.Pool, retentionDays: number, batch = 10_000): Promise<number> {
  const result = await pool.query<{ removed: string }>({
    name: 'log-prune',
    text: `WITH old AS (
        SELECT stream_id, seq FROM event WHERE created_at < now() - make_interval(days => $1) LIMIT $2
      ), removed AS (
        DELETE FROM event e USING old WHERE e.stream_id = old.stream_id AND e.seq = old.seq RETURNING e.xid
      ), raised AS (
        UPDATE event_log SET floor_xid = greatest(floor_xid, (SELECT max(xid) + 1 FROM removed))
        WHERE EXISTS (SELECT FROM removed)
      )
      SELECT count(*) AS removed FROM removed`,
    values: [retentionDays, batch],
  });
  return Number(result.rows[0]?.removed ?? 0);
}
