import type { Conversation } from '@teahouse/db/client';
import { pagesOf } from '../platform/rows.ts';
import type { Backend } from '../realtime/backend.ts';
import { CONVERSATIONS } from './access.ts';

/** A stretch of the list, between two places of it. */
interface Stretch {
  after?: Place;
  before?: Place;
  limit: number;
  /** The nearest to the end first. */
  inverted: boolean;
}

interface Place {
  instant: Date;
  id: string;
}

/** A hidden conversation stays out of the list until a message comes that was not there when it was hidden. */
const SHOWN = '(m.hidden_seq IS NULL OR m.hidden_seq < c.last_seq)';

const read = pagesOf<Conversation>('Conversation', CONVERSATIONS);

/**
 * SQL: the conversations of a page, and in each the person’s own place, so that nobody has to look for it again. The page
 * is found by what orders it alone: whole rows of all conversations cost more to sort and to throw away than to look up.
 */
const listed = (places: string, order: string) => `
  SELECT c.*, place.account_id, place.joined_seq, place.cleared_seq, place.read_seq
  FROM (
    SELECT m.conversation_id, m.account_id, m.joined_seq, m.cleared_seq, m.read_seq, m.pinned_at, c.active_at, c.id
    FROM member m JOIN conversation c ON c.id = m.conversation_id ${places}
  ) place JOIN conversation c ON c.id = place.conversation_id
  ORDER BY ${order}`;

/** What is to come along, by name: SQL about the conversations in the table `page`; $1 is the person. */
type Along = Record<string, string>;

interface Listed {
  rows: Conversation[];
  along: Record<string, unknown>;
}

/** The conversations of a person's list, the most recently active first; without those they have hidden. */
export function listConversations(
  { pool }: Backend,
  accountId: string,
  { after, before, limit, inverted }: Stretch,
  along: Along = {},
): Promise<Listed> {
  const order = inverted ? 'ASC' : 'DESC';
  return read(
    { pool },
    {
      name: `conversations-listed-${order}`,
      text: listed(
        `WHERE m.account_id = $1 AND ${SHOWN}
          AND ($2::timestamptz IS NULL OR (c.active_at, c.id) < ($2, $3::uuid))
          AND ($4::timestamptz IS NULL OR (c.active_at, c.id) > ($4, $5::uuid))
        ORDER BY c.active_at ${order}, c.id ${order} LIMIT $6`,
        `place.active_at ${order}, place.id ${order}`,
      ),
      values: [accountId, after?.instant, after?.id, before?.instant, before?.id, limit],
      along,
    },
  );
}

/** The conversations that a person keeps at the top, last pinned first; without those they have hidden. */
export const listPinned = (
  { pool }: Backend,
  accountId: string,
  along: Along = {},
): Promise<Listed> =>
  read(
    { pool },
    {
      name: 'conversations-pinned',
      text: listed(
        `WHERE m.account_id = $1 AND m.pinned_at IS NOT NULL AND ${SHOWN}`,
        'place.pinned_at DESC, place.id DESC',
      ),
      values: [accountId],
      along,
    },
  );
