/** What is read: as one asks Teahouse for it, and by hand. Both answer the same things about the same rows. */
export interface Page {
  /** GraphQL, with the variable `$id` where it is about one conversation. */
  query: string;
  /** One statement that answers a column `page` of JSON; $1 is the reader, $2 the conversation. */
  sql: string;
  /** Stands in every good answer. */
  expected: string;
}

const SENDER = 'sender { id nickname }';

export const PAGES: Record<string, Page> = {
  'latest 20 of a conversation': {
    query: `query($id: ID!) { conversation(id: $id) { messages(last: 20) {
      edges { node {
        id seq sentAt clientId ${SENDER}
        content { __typename ... on TextContent { text } }
        delivery { deliveredCount readCount recipientCount }
        replyTo { messageId ${SENDER} content { __typename ... on TextContent { text } } }
        reactions { emoji count }
      } }
      pageInfo { hasPreviousPage startCursor }
    } } }`,
    sql: `
      SELECT m.id, m.seq, m.created_at, m.client_id, m.text, a.id AS sender_id, a.nickname,
             receipts.*, reply.*, reactions.*
      FROM member me
      JOIN message m ON m.conversation_id = me.conversation_id AND m.seq > me.joined_seq AND m.seq > me.cleared_seq
      JOIN account a ON a.id = m.sender_id
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE o.delivered_seq >= m.seq) AS delivered,
               count(*) FILTER (WHERE o.read_seq >= m.seq) AS read, count(*) AS recipients
        FROM member o WHERE o.conversation_id = m.conversation_id AND o.account_id <> m.sender_id AND o.joined_seq < m.seq
      ) receipts
      LEFT JOIN LATERAL (
        SELECT r.id AS reply_id, r.text AS reply_text, ra.id AS reply_sender_id, ra.nickname AS reply_nickname
        FROM message r JOIN account ra ON ra.id = r.sender_id WHERE r.id = m.reply_to_id
      ) reply ON true
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('emoji', emoji, 'count', number)) AS reactions
        FROM (SELECT emoji, count(*) AS number FROM message_reaction WHERE message_id = m.id GROUP BY emoji) g
      ) reactions ON true
      WHERE me.conversation_id = $2::uuid AND me.account_id = $1::uuid
        AND NOT EXISTS (SELECT FROM message_hidden h WHERE h.message_id = m.id AND h.account_id = $1::uuid)
      ORDER BY m.seq DESC LIMIT 21`,
    expected: 'Message ',
  },
  'list of 50 conversations out of 500': {
    query: `{ viewer { conversations(first: 50) {
      edges { cursor node {
        id name memberCount activeAt unreadCount
        lastMessage { id seq sentAt ${SENDER} content { __typename ... on TextContent { text } } }
      } }
      pageInfo { hasNextPage endCursor }
    } } }`,
    sql: `
      SELECT c.id, c.name, c.active_at, members.number AS members,
             c.last_seq - me.read_seq - own.number AS unread,
             last.id AS last_id, last.seq, last.text, last.created_at, a.id AS sender_id, a.nickname
      FROM member me
      JOIN conversation c ON c.id = me.conversation_id
      CROSS JOIN LATERAL (SELECT count(*) AS number FROM member o WHERE o.conversation_id = c.id) members
      CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM message o
        WHERE o.conversation_id = c.id AND o.seq > me.read_seq AND o.sender_id = $1::uuid
      ) own
      LEFT JOIN LATERAL (
        SELECT * FROM message m WHERE m.conversation_id = c.id AND m.seq > me.joined_seq AND m.seq > me.cleared_seq
          AND NOT EXISTS (SELECT FROM message_hidden h WHERE h.message_id = m.id AND h.account_id = $1::uuid)
        ORDER BY m.seq DESC LIMIT 1
      ) last ON true
      LEFT JOIN account a ON a.id = last.sender_id
      WHERE me.account_id = $1::uuid AND $2::text IS NOT NULL
      ORDER BY c.active_at DESC, c.id DESC LIMIT 51`,
    expected: 'Table ',
  },
  'a page of Moments': {
    query: `{ moments(first: 20) {
      edges { cursor node { id text postedAt author { id nickname } likeCount commentCount viewerHasLiked } }
      pageInfo { hasNextPage endCursor }
    } }`,
    sql: `
      SELECT m.id, m.text, m.created_at, a.id AS author_id, a.nickname, likes.*, comments.*
      FROM (
        SELECT page.* FROM (
          SELECT f.friend_id FROM friendship f CROSS JOIN LATERAL (
            SELECT created_at, id FROM moment WHERE author_id = f.friend_id AND deleted_at IS NULL
            ORDER BY created_at DESC, id DESC LIMIT 1
          ) head WHERE f.account_id = $1::uuid ORDER BY head.created_at DESC, head.id DESC LIMIT 21
        ) foremost CROSS JOIN LATERAL (
          SELECT * FROM moment WHERE author_id = foremost.friend_id AND deleted_at IS NULL
          ORDER BY created_at DESC, id DESC LIMIT 21
        ) page ORDER BY page.created_at DESC, page.id DESC LIMIT 21
      ) m
      JOIN account a ON a.id = m.author_id
      CROSS JOIN LATERAL (
        SELECT count(*) AS likes, bool_or(l.account_id = $1::uuid) AS liked FROM moment_like l WHERE l.moment_id = m.id
      ) likes
      CROSS JOIN LATERAL (SELECT count(*) AS comments FROM moment_comment c WHERE c.moment_id = m.id) comments
      WHERE $2::text IS NOT NULL
      ORDER BY m.created_at DESC, m.id DESC`,
    expected: 'Cup ',
  },
};
