import type { Conversation, Message, MessageKind } from '@teahouse/db/client';
import { requireMembership } from '../conversations/access.ts';
import { seenBy } from '../messages/access.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { inBatches, loadStretches, STRETCH_BITS, type Stretch } from './stretches.ts';
import { readQuery, type Term } from './tokens.ts';

/** What can be asked for apart from words. LINK is whatever has a link in its text. */
export type SearchableKind = 'TEXT' | 'MARKDOWN' | 'LINK' | 'CARD' | 'BUNDLE' | 'FILE' | 'VOICE';

const KINDS: Record<SearchableKind, MessageKind[]> = {
  TEXT: ['TEXT'],
  MARKDOWN: ['MARKDOWN'],
  LINK: [],
  CARD: ['CONTACT_CARD', 'GROUP_CARD'],
  BUNDLE: ['BUNDLE'],
  FILE: ['FILE'],
  VOICE: ['VOICE'],
};

export interface Search {
  query: string;
  conversationId?: string | null;
  senderId?: string | null;
  /** Any of these; all where there is none. */
  kinds?: readonly SearchableKind[] | null;
  /** Sent at this instant or later. */
  since?: Date | null;
  /** Sent before this instant. */
  until?: Date | null;
}

/** Where a hit stands among all hits: by instants, then by conversations in any fixed order, then by sequences. */
export interface HitPlace {
  at: Date;
  conversationId: string;
  seq: number;
}

export interface HitRange {
  newerThan?: HitPlace;
  olderThan?: HitPlace;
  limit: number;
  /** Instead of the newest first. */
  oldestFirst: boolean;
}

export interface Hit {
  message: Message;
  terms: readonly Term[];
}

/** How often something occurs in a conversation is counted up to here. */
export const COUNTED_MAX = 100;

/** How many messages of a conversation hold what is asked for; COUNTED_MAX where it is that many or more. */
export interface ConversationHits {
  conversation: Conversation;
  hitCount: number;
}

/**
 * The stretches $2 and $3, as far as the viewer $1 may see them. Membership is asked for here and not only when the
 * stretches are listed: it may have ended in between.
 */
const STRETCHES = `unnest($2::uuid[], $3::int[]) AS s (conversation_id, number)
  JOIN member m ON m.account_id = $1 AND m.conversation_id = s.conversation_id`;

/** What the index has for a stretch: messages with all of the lexemes. OFFSET keeps other indexes out of it. */
const LIKELY = `(
  SELECT * FROM message
  WHERE search_lexemes(search_scope(conversation_id, seq), search_text(text))
        @@ replace($4, '@', search_scope(s.conversation_id, s.number << ${STRETCH_BITS}))::tsquery
    AND text <> ''
  OFFSET 0) AS x`;

const IS_ASKED_FOR = `
  x.conversation_id = s.conversation_id AND x.seq >> ${STRETCH_BITS} = s.number
  AND x.recalled_at IS NULL AND x.deleted_at IS NULL AND ${seenBy('m', 'x')}
  AND (x.kind = ANY ($6::message_kind[]) OR ($7 AND x.link_url IS NOT NULL))
  AND ($8::uuid IS NULL OR x.sender_id = $8)
  AND ($9::timestamptz IS NULL OR x.created_at >= $9)
  AND ($10::timestamptz IS NULL OR x.created_at < $10)`;

/** Asked only where the index does not say for sure. */
const holdsNeedles = (isLoose: boolean) =>
  isLoose ? 'search_text(x.text) LIKE ALL ($5::text[])' : '$5::text[] IS NOT NULL';

const findStatement = (isLoose: boolean, oldestFirst: boolean) => {
  const direction = oldestFirst ? 'ASC' : 'DESC';
  const order = `ORDER BY at ${direction}, conversation_id ${direction}, seq ${direction}`;
  // Texts are read in the order of the page, and no more of them than it takes to fill it.
  return `
  SELECT likely.id, at, conversation_id AS "conversationId", seq FROM (
    SELECT x.id, x.created_at AS at, x.conversation_id, x.seq
    FROM ${STRETCHES} CROSS JOIN LATERAL ${LIKELY}
    WHERE ${IS_ASKED_FOR}
      AND ($11::timestamptz IS NULL
           OR (x.created_at, x.conversation_id, x.seq) < ($11, $12::uuid, $13::int))
      AND ($14::timestamptz IS NULL
           OR (x.created_at, x.conversation_id, x.seq) > ($14, $15::uuid, $16::int))
    ${order} ${isLoose ? 'OFFSET 0' : ''}) AS likely
  ${isLoose ? 'CROSS JOIN LATERAL (SELECT text FROM message WHERE id = likely.id OFFSET 0) AS x' : ''}
  WHERE ${holdsNeedles(isLoose)} ${order} LIMIT $17`;
};

const countStatement = (isLoose: boolean) => `
  SELECT s.conversation_id AS id, least(sum(hits), ${COUNTED_MAX})::int AS hits
  FROM ${STRETCHES} CROSS JOIN LATERAL (
    SELECT count(*) AS hits FROM (
      SELECT FROM ${LIKELY} WHERE ${IS_ASKED_FOR} AND ${holdsNeedles(isLoose)} LIMIT ${COUNTED_MAX}) AS counted
  ) AS stretch
  GROUP BY s.conversation_id HAVING sum(hits) > 0`;

/** The messages that hold everything that is asked for, among those that the viewer may see. */
export async function searchMessages(
  backend: Backend,
  viewer: Viewer,
  search: Search,
  range: HitRange,
): Promise<Hit[]> {
  const terms = readQuery(search.query);
  const places = await findHits(backend, viewer, { search, range, terms });
  const messages = await backend.db.message.findMany({
    where: { id: { in: places.map(({ id }) => id) } },
  });
  const byId = new Map(messages.map((message) => [message.id, message]));
  return places.flatMap(({ id }) => {
    const message = byId.get(id);
    return message ? [{ message, terms }] : [];
  });
}

type FoundPlace = HitPlace & { id: string };

async function findHits(
  backend: Backend,
  viewer: Viewer,
  { search, range, terms }: { search: Search; range: HitRange; terms: Term[] },
): Promise<FoundPlace[]> {
  const { newerThan, olderThan, limit, oldestFirst } = range;
  const stretches = await reach(backend, viewer, {
    ...search,
    since: later(search.since, newerThan?.at),
    until: earlier(search.until, olderThan?.at),
  });
  const isLoose = terms.some((term) => term.isLoose);
  const found: FoundPlace[] = [];
  for (const { batch, rest } of oldestFirst ? [{ batch: stretches }] : inBatches(stretches)) {
    const { rows } = await backend.pool.query<FoundPlace>({
      name: `search-${isLoose ? 'loose' : 'sure'}-${oldestFirst ? 'oldest' : 'newest'}`,
      text: findStatement(isLoose, oldestFirst),
      values: [
        ...valuesOf(viewer, batch, search, terms),
        ...[olderThan, newerThan].flatMap((place) => [
          place?.at ?? null,
          place?.conversationId ?? null,
          place?.seq ?? null,
        ]),
        limit,
      ],
    });
    found.push(...rows);
    if (rest && found.filter(({ at }) => at > rest).length >= limit) break;
  }
  found.sort(oldestFirst ? compare : (one, other) => compare(other, one));
  return found.slice(0, limit);
}

const COUNTED_AT_ONCE = 50;

/** In which conversations something occurs and how often, those with the newest messages first. */
export async function searchConversations(
  backend: Backend,
  viewer: Viewer,
  search: Omit<Search, 'conversationId'>,
  limit: number,
): Promise<ConversationHits[]> {
  const terms = readQuery(search.query);
  const isLoose = terms.some((term) => term.isLoose);
  const byConversation = new Map<string, Stretch[]>();
  for (const stretch of await reach(backend, viewer, search)) {
    const before = byConversation.get(stretch.conversationId) ?? [];
    byConversation.set(stretch.conversationId, [...before, stretch]);
  }
  const counts = new Map<string, number>();
  const all = [...byConversation.values()];
  for (let begin = 0; begin < all.length && counts.size < limit; begin += COUNTED_AT_ONCE) {
    const { rows } = await backend.pool.query<{ id: string; hits: number }>({
      name: `search-count-${isLoose ? 'loose' : 'sure'}`,
      text: countStatement(isLoose),
      values: valuesOf(viewer, all.slice(begin, begin + COUNTED_AT_ONCE).flat(), search, terms),
    });
    for (const { id, hits } of rows) counts.set(id, hits);
  }
  const ids = [...byConversation.keys()].filter((id) => counts.has(id)).slice(0, limit);
  const conversations = await backend.db.conversation.findMany({ where: { id: { in: ids } } });
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  return ids.flatMap((id) => {
    const conversation = byId.get(id);
    return conversation ? [{ conversation, hitCount: counts.get(id) ?? 0 }] : [];
  });
}

async function reach(backend: Backend, viewer: Viewer, search: Partial<Search>) {
  const { conversationId = null, senderId = null, since = null, until = null } = search;
  if (conversationId) await requireMembership(backend, viewer, conversationId);
  return loadStretches(backend, viewer, { conversationId, senderId, since, until });
}

type Instant = Date | null | undefined;
const earlier = (one: Instant, other: Instant): Date | null =>
  one && other ? new Date(Math.min(Number(one), Number(other))) : (one ?? other ?? null);
const later = (one: Instant, other: Instant): Date | null =>
  one && other ? new Date(Math.max(Number(one), Number(other))) : (one ?? other ?? null);

/** The parameters $1 to $10. */
function valuesOf(
  { accountId }: Viewer,
  stretches: readonly Stretch[],
  { senderId, kinds, since, until }: Search,
  terms: readonly Term[],
) {
  const asked = kinds ?? (Object.keys(KINDS) as SearchableKind[]);
  return [
    accountId,
    stretches.map(({ conversationId }) => conversationId),
    stretches.map(({ number }) => number),
    terms.flatMap(({ lexemes }) => lexemes).join(' & '),
    terms.filter(({ isLoose }) => isLoose).map(({ needle }) => `%${needle}%`),
    asked.flatMap((kind) => KINDS[kind]),
    asked.includes('LINK'),
    senderId ?? null,
    since ?? null,
    until ?? null,
  ];
}

/** The oldest first, in the order of PostgreSQL, which compares UUIDs as they are written. */
function compare(one: HitPlace, other: HitPlace): number {
  if (one.at.getTime() !== other.at.getTime()) return one.at.getTime() - other.at.getTime();
  if (one.conversationId !== other.conversationId)
    return one.conversationId < other.conversationId ? -1 : 1;
  return one.seq - other.seq;
}
