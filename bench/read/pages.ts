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
      WITH page AS MATERIALIZED (
        SELECT m.* FROM member me
        JOIN message m ON m.conversation_id = me.conversation_id AND m.seq > greatest(me.joined_seq, me.cleared_seq)
        WHERE me.conversation_id = $2::uuid AND me.account_id = $1::uuid
          AND NOT EXISTS (SELECT FROM message_hidden h WHERE h.message_id = m.id AND h.account_id = $1::uuid)
        ORDER BY m.seq DESC LIMIT 21
      ), mates AS MATERIALIZED (
        SELECT account_id, joined_seq, delivered_seq, read_seq FROM member WHERE conversation_id = $2::uuid
      )
      SELECT m.id, m.seq, m.created_at, m.client_id, m.text, a.id AS sender_id, a.nickname,
             receipts.*, reply.*, reactions.*
      FROM page m
      JOIN account a ON a.id = m.sender_id
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE o.delivered_seq >= m.seq) AS delivered,
               count(*) FILTER (WHERE o.read_seq >= m.seq) AS read, count(*) AS recipients
        FROM mates o WHERE o.account_id <> m.sender_id AND o.joined_seq < m.seq
      ) receipts
      LEFT JOIN LATERAL (
        SELECT r.id AS reply_id, r.text AS reply_text, ra.id AS reply_sender_id, ra.nickname AS reply_nickname
        FROM message r JOIN account ra ON ra.id = r.sender_id WHERE r.id = m.reply_to_id
      ) reply ON true
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('emoji', emoji, 'count', number)) AS reactions
        FROM (SELECT emoji, count(*) AS number FROM message_reaction WHERE message_id = m.id GROUP BY emoji) g
      ) reactions ON true
      ORDER BY m.seq DESC`,
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
      WITH page AS MATERIALIZED (
        SELECT c.id, c.name, c.active_at, c.member_count, c.last_seq, me.joined_seq, me.cleared_seq, me.read_seq
        FROM member me JOIN conversation c ON c.id = me.conversation_id
        WHERE me.account_id = $1::uuid AND $2::text IS NOT NULL
        ORDER BY c.active_at DESC, c.id DESC LIMIT 51
      )
      SELECT c.id, c.name, c.active_at, c.member_count AS members, c.last_seq - c.read_seq - own.number AS unread,
             last.id AS last_id, last.seq, last.text, last.created_at, a.id AS sender_id, a.nickname
      FROM page c
      CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM message o
        WHERE o.conversation_id = c.id AND o.seq > c.read_seq AND o.sender_id = $1::uuid
      ) own
      LEFT JOIN LATERAL (
        SELECT id, seq, text, created_at, sender_id FROM message m
        WHERE m.conversation_id = c.id AND m.seq = c.last_seq AND m.seq > greatest(c.joined_seq, c.cleared_seq)
          AND NOT EXISTS (SELECT FROM message_hidden h WHERE h.message_id = m.id AND h.account_id = $1::uuid)
        UNION ALL (
          SELECT id, seq, text, created_at, sender_id FROM message m
          WHERE m.conversation_id = c.id AND m.seq > greatest(c.joined_seq, c.cleared_seq)
            AND NOT EXISTS (SELECT FROM message_hidden h WHERE h.message_id = m.id AND h.account_id = $1::uuid)
          ORDER BY m.seq DESC LIMIT 1
        ) LIMIT 1
      ) last ON true
      LEFT JOIN account a ON a.id = last.sender_id
      ORDER BY c.active_at DESC, c.id DESC`,
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
        WITH reach AS MATERIALIZED (
          SELECT min(created_at) AS instant FROM (
            SELECT head.created_at FROM (
              SELECT friend_id FROM friendship WHERE account_id = $1::uuid LIMIT 63
            ) f CROSS JOIN LATERAL (
              SELECT created_at, id FROM moment WHERE author_id = f.friend_id AND deleted_at IS NULL
              ORDER BY created_at DESC, id DESC LIMIT 1
            ) head ORDER BY head.created_at DESC, head.id DESC LIMIT 21
          ) heads HAVING count(*) = 21
        ), foremost AS MATERIALIZED (
          SELECT f.friend_id, head.created_at FROM friendship f CROSS JOIN LATERAL (
            SELECT created_at, id FROM moment WHERE author_id = f.friend_id AND deleted_at IS NULL
              AND created_at >= coalesce((SELECT instant FROM reach), '-infinity')
            ORDER BY created_at DESC, id DESC LIMIT 1
          ) head WHERE f.account_id = $1::uuid ORDER BY head.created_at DESC, head.id DESC LIMIT 21
        ), edge AS MATERIALIZED (
          SELECT min(created_at) AS instant FROM foremost HAVING count(*) = 21
        )
        SELECT page.* FROM foremost CROSS JOIN LATERAL (
          SELECT * FROM moment WHERE author_id = foremost.friend_id AND deleted_at IS NULL
            AND created_at >= coalesce((SELECT instant FROM edge), '-infinity')
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
