import type { Message } from '@teahouse/db/client';
import { requireMembership } from '../conversations/access.ts';
import { InvalidFieldError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { isShownTo, visibleFrom, visibleMessages } from './access.ts';

/** Ways into a long history: around a place, at an instant, by the days of a month. */

const MONTH_FORM = /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/;
const AROUND_MAX = 100;
const MENTIONS_MAX = 100;
const SQLSTATE_INVALID_PARAMETER = '22023';

/**
 * The first sequence of conversation $1 behind $2 whose message is not from before an instant; one beyond the newest when
 * there is none. Messages are dated in the order of their sequences, so halving finds it: by 17 looks into the index
 * among 100,000 messages, wherever it is.
 */
const firstSince = (instant: string) => `(
  WITH RECURSIVE halving AS (
    SELECT $2::int AS low, c.last_seq + 1 AS high FROM conversation c WHERE c.id = $1
    UNION ALL
    SELECT CASE WHEN probe.earlier THEN middle ELSE low END, CASE WHEN probe.earlier THEN high ELSE middle END
    FROM halving CROSS JOIN LATERAL (SELECT (low + high) / 2 AS middle) half CROSS JOIN LATERAL (
      SELECT coalesce((
        SELECT x.seq < high AND x.created_at < ${instant} FROM message x
        WHERE x.conversation_id = $1 AND x.seq >= middle ORDER BY x.seq LIMIT 1
      ), false) AS earlier
    ) probe
    WHERE high - low > 1
  )
  SELECT high FROM halving ORDER BY high - low LIMIT 1
)`;

const IS_SHOWN = isShownTo('$3', 'x');

/** Sequence of the first message at or after an instant that the viewer can see; null when there is none. */
export async function findSeqAt(
  backend: Backend,
  viewer: Viewer,
  conversationId: string,
  instant: Date,
): Promise<number | null> {
  const member = await requireMembership(backend, viewer, conversationId);
  const { rows } = await backend.pool.query<{ seq: number }>({
    name: 'history-seq-at',
    text: `
      SELECT x.seq FROM message x
      WHERE x.conversation_id = $1 AND x.seq >= ${firstSince('$4::timestamptz')} AND ${IS_SHOWN}
      ORDER BY x.seq LIMIT 1`,
    values: [conversationId, visibleFrom(member), viewer.accountId, instant],
  });
  return rows[0]?.seq ?? null;
}

/** Sequences of messages in conversation $1 behind $2 that name somebody and were not sent by account $3, in order. */
const naming = (whom: string) => `(
  SELECT DISTINCT mention.seq FROM message_mention mention JOIN message x ON x.id = mention.message_id
  WHERE mention.conversation_id = $1 AND mention.seq > $2 AND mention.account_id ${whom}
    AND x.sender_id <> $3 AND ${IS_SHOWN}
  ORDER BY mention.seq LIMIT ${MENTIONS_MAX}
)`;

/** Sequences of the first messages behind a place that name the viewer or everyone, read or not, in order. */
export async function findMentions(
  backend: Backend,
  viewer: Viewer,
  { conversationId, behind }: { conversationId: string; behind: number },
): Promise<number[]> {
  const member = await requireMembership(backend, viewer, conversationId);
  const { rows } = await backend.pool.query<{ seq: number }>({
    name: 'history-mentions',
    text: `
      SELECT seq FROM (${naming('= $3')} UNION ${naming('IS NULL')}) named
      ORDER BY seq LIMIT ${MENTIONS_MAX}`,
    values: [conversationId, Math.max(behind, visibleFrom(member)), viewer.accountId],
  });
  return rows.map(({ seq }) => seq);
}

/** The days of a month, as a clock of the time zone has them, on which there are messages that the viewer can see. */
export async function findActiveDays(
  backend: Backend,
  viewer: Viewer,
  { conversationId, month, timeZone }: { conversationId: string; month: string; timeZone: string },
): Promise<number[]> {
  if (!MONTH_FORM.test(month))
    throw new InvalidFieldError('month', 'A month looks like this: 2026-11.');
  checkTimeZone(timeZone);
  const member = await requireMembership(backend, viewer, conversationId);
  const days = backend.pool.query<{ day: number }>({
    name: 'history-active-days',
    text: `
      WITH day AS MATERIALIZED (
        SELECT given.day, ${firstSince('given.day AT TIME ZONE $5')} AS seq
        FROM generate_series($4::timestamp, $4::timestamp + interval '1 month', interval '1 day') AS given(day)
      ), bounded AS (
        SELECT day, seq, lead(seq) OVER (ORDER BY day) AS next_seq FROM day
      )
      SELECT extract(day FROM day)::int AS day FROM bounded
      WHERE seq < next_seq AND EXISTS (
        SELECT FROM message x
        WHERE x.conversation_id = $1 AND x.seq >= bounded.seq AND x.seq < bounded.next_seq AND ${IS_SHOWN}
      )
      ORDER BY day`,
    values: [conversationId, visibleFrom(member), viewer.accountId, `${month}-01`, timeZone],
  });
  const { rows } = await days.catch((error: { code?: string }) => {
    throw error.code === SQLSTATE_INVALID_PARAMETER ? unknownTimeZone(timeZone) : error;
  });
  return rows.map(({ day }) => day);
}

const unknownTimeZone = (timeZone: string) =>
  new InvalidFieldError(
    'timeZone',
    `There is no time zone ${timeZone}. Name one as the IANA does.`,
  );

/** PostgreSQL takes much more for a time zone than the names of the IANA, and some of it in another sense. */
function checkTimeZone(timeZone: string): void {
  try {
    if (!/^[A-Z]/i.test(timeZone)) throw unknownTimeZone(timeZone);
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw unknownTimeZone(timeZone);
  }
}

export interface Surroundings {
  messages: Message[];
  hasEarlier: boolean;
  hasLater: boolean;
}

/**
 * So many messages about a place, half of them before it. Near an end of the history the other side gets what is left
 * over; where the message itself is not to be seen, what is next to it is.
 */
export async function readAround(
  backend: Backend,
  viewer: Viewer,
  { conversationId, seq, count }: { conversationId: string; seq: number; count: number },
): Promise<Surroundings> {
  if (count < 1 || count > AROUND_MAX)
    throw new InvalidFieldError('count', `Between 1 and ${AROUND_MAX} messages, not ${count}.`);
  const visible = visibleMessages(await requireMembership(backend, viewer, conversationId));
  const read = (where: { lt: number } | { gte: number }, order: 'asc' | 'desc') =>
    backend.db.message.findMany({
      where: { AND: [visible, { seq: where }] },
      orderBy: { seq: order },
      take: count + 1,
    });
  const [before, from] = await Promise.all([read({ lt: seq }, 'desc'), read({ gte: seq }, 'asc')]);
  const half = Math.ceil(count / 2);
  const later = Math.min(from.length, Math.max(half, count - before.length));
  const earlier = Math.min(before.length, count - later);
  return {
    messages: [...before.slice(0, earlier).reverse(), ...from.slice(0, later)],
    hasEarlier: before.length > earlier,
    hasLater: from.length > later,
  };
}
