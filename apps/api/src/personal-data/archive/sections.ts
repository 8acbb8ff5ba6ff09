/** What is in the archive of an account's own rows: each section is a list of its own, read by one statement. */
export interface Section {
  /** Of the file in `data/` and the page in `pages/`. */
  name: SectionName;
  /** Under which place at the head of the pages it is. */
  place: 'account' | 'contacts' | 'conversations' | 'moments';
  /** What a page shows of a row; everything else is for programs. */
  shown: readonly string[];
  /**
   * Rows behind the key $2, at most $3 of them, of the account $1, in the order of `key`, which is not written down. Of
   * other people it takes what they are called, and never how they can be reached.
   */
  sql: string;
}

const person = (id: string, as = 'person') => `(
  SELECT json_build_object('id', a.id, 'username', CASE WHEN a.deleted_at IS NULL THEN a.username END, 'nickname', a.nickname)
  FROM account a WHERE a.id = ${id}) AS "${as}"`;

/** What a conversation is called for a member of it; null for whoever is none. */
const conversation = (id: string) => `(
  SELECT json_build_object('id', c.id, 'kind', c.kind, 'name', c.name)
  FROM conversation c JOIN member own ON own.conversation_id = c.id AND own.account_id = $1
  WHERE c.id = ${id}) AS "conversation"`;

/** A group that the person may know of: they are in it, or anybody finds it. */
const group = (id: string) => `(
  SELECT json_build_object('id', c.id, 'name', c.name) FROM conversation c
  WHERE c.id = ${id} AND c.dissolved_at IS NULL AND (c.visibility = 'PUBLIC' OR EXISTS (
    SELECT FROM member own WHERE own.conversation_id = c.id AND own.account_id = $1))) AS "group"`;

const page = (key: string) => `AND ${key} > $2::uuid ORDER BY ${key} LIMIT $3`;

export const SECTIONS = [
  {
    name: 'devices',
    place: 'account',
    shown: ['deviceName', 'lastAddress', 'createdAt', 'lastUsedAt', 'revokedAt'],
    sql: `
      SELECT s.id AS key, s.id, s.device_name AS "deviceName", s.last_address AS "lastAddress", s.created_at AS "createdAt",
        s.last_used_at AS "lastUsedAt", s.authenticated_at AS "authenticatedAt", s.expires_at AS "expiresAt",
        s.revoked_at AS "revokedAt", s.revoke_reason AS "revokeReason"
      FROM session s WHERE s.account_id = $1 ${page('s.id')}`,
  },
  {
    name: 'identities',
    place: 'account',
    shown: ['provider', 'name', 'createdAt'],
    sql: `
      SELECT i.id AS key, i.id, i.provider, i.subject, i.name, i.created_at AS "createdAt"
      FROM external_identity i WHERE i.account_id = $1 ${page('i.id')}`,
  },
  {
    name: 'former-usernames',
    place: 'account',
    shown: ['username', 'keptUntil'],
    sql: `
      SELECT md5(f.username::text)::uuid AS key, f.username, f.kept_until AS "keptUntil"
      FROM former_username f WHERE f.account_id = $1 ${page('md5(f.username::text)::uuid')}`,
  },
  {
    name: 'positions',
    place: 'account',
    shown: ['department', 'title', 'head', 'createdAt'],
    sql: `
      SELECT p.id AS key, p.id, d.id AS "departmentId", d.name AS department, p.title, p.head, p.is_primary AS "primary",
        p.created_at AS "createdAt"
      FROM department_member p JOIN department d ON d.id = p.department_id WHERE p.account_id = $1 ${page('p.id')}`,
  },
  {
    name: 'friends',
    place: 'contacts',
    shown: ['person', 'remark', 'categories', 'createdAt'],
    sql: `
      SELECT f.friend_id AS key, ${person('f.friend_id')}, f.remark, f.created_at AS "createdAt", ARRAY(
          SELECT c.name::text FROM friend_category_member m JOIN friend_category c ON c.id = m.category_id
          WHERE m.account_id = f.account_id AND m.friend_id = f.friend_id ORDER BY c.position) AS categories
      FROM friendship f WHERE f.account_id = $1 ${page('f.friend_id')}`,
  },
  {
    name: 'friend-categories',
    place: 'contacts',
    shown: ['name', 'createdAt'],
    sql: `
      SELECT c.id AS key, c.id, c.name, c.position, c.created_at AS "createdAt"
      FROM friend_category c WHERE c.account_id = $1 ${page('c.id')}`,
  },
  {
    name: 'friend-requests',
    place: 'contacts',
    shown: ['sent', 'person', 'note', 'status', 'createdAt', 'decidedAt'],
    sql: `
      SELECT r.id AS key, r.id, r.from_id = $1 AS sent,
        ${person('CASE WHEN r.from_id = $1 THEN r.to_id ELSE r.from_id END')}, r.note, r.status,
        r.created_at AS "createdAt", r.decided_at AS "decidedAt"
      FROM friend_request r WHERE (r.from_id = $1 OR r.to_id = $1) ${page('r.id')}`,
  },
  {
    name: 'blocks',
    place: 'contacts',
    shown: ['person', 'createdAt'],
    sql: `
      SELECT b.blocked_id AS key, ${person('b.blocked_id')}, b.created_at AS "createdAt"
      FROM block b WHERE b.account_id = $1 ${page('b.blocked_id')}`,
  },
  {
    name: 'approaches',
    place: 'contacts',
    shown: ['sent', 'person', 'createdAt', 'acceptedAt'],
    sql: `
      SELECT o.other AS key, p.from_id = $1 AS sent, ${person('o.other')}, p.created_at AS "createdAt",
        p.accepted_at AS "acceptedAt"
      FROM approach p CROSS JOIN LATERAL (SELECT CASE WHEN p.from_id = $1 THEN p.to_id ELSE p.from_id END AS other) o
      WHERE (p.from_id = $1 OR p.to_id = $1) ${page('o.other')}`,
  },
  {
    name: 'group-invitations',
    place: 'conversations',
    shown: ['sent', 'group', 'person', 'createdAt', 'expiresAt', 'declinedAt', 'revokedAt'],
    sql: `
      SELECT i.id AS key, i.id, i.created_by_id = $1 AS sent, ${group('i.conversation_id')},
        ${person('CASE WHEN i.created_by_id = $1 THEN i.invitee_id ELSE i.created_by_id END')},
        i.created_at AS "createdAt", i.expires_at AS "expiresAt", i.max_uses AS "maxUses", i.uses,
        i.revoked_at AS "revokedAt", i.declined_at AS "declinedAt"
      FROM group_invite i WHERE (i.created_by_id = $1 OR i.invitee_id = $1) ${page('i.id')}`,
  },
  {
    name: 'join-requests',
    place: 'conversations',
    shown: ['group', 'note', 'status', 'createdAt', 'decidedAt'],
    sql: `
      SELECT r.id AS key, r.id, ${group('r.conversation_id')}, r.note, r.status, r.created_at AS "createdAt",
        r.decided_at AS "decidedAt"
      FROM join_request r WHERE r.account_id = $1 ${page('r.id')}`,
  },
  {
    name: 'restrictions',
    place: 'conversations',
    shown: ['kind', 'group', 'createdAt', 'until'],
    sql: `
      SELECT r.* FROM (
        SELECT b.conversation_id AS key, 'BANNED' AS kind, ${group('b.conversation_id')}, b.created_at AS "createdAt",
          NULL::timestamptz AS until FROM group_ban b WHERE b.account_id = $1
        UNION ALL
        SELECT md5(u.conversation_id::text)::uuid, 'MUTED', ${group('u.conversation_id')}, NULL, u.until
        FROM group_mute u WHERE u.account_id = $1
      ) r WHERE true ${page('r.key')}`,
  },
  {
    name: 'bans-made',
    place: 'conversations',
    shown: ['group', 'person', 'createdAt'],
    sql: `
      SELECT md5(b.conversation_id || ' ' || b.account_id)::uuid AS key, ${group('b.conversation_id')},
        ${person('b.account_id')}, b.created_at AS "createdAt"
      FROM group_ban b WHERE b.by_id = $1 ${page("md5(b.conversation_id || ' ' || b.account_id)::uuid")}`,
  },
  {
    name: 'announcements',
    place: 'conversations',
    shown: ['group', 'text', 'createdAt', 'removedAt'],
    sql: `
      SELECT n.id AS key, n.id, n.client_id AS "clientId", ${group('n.conversation_id')}, n.text,
        n.created_at AS "createdAt", n.removed_at AS "removedAt"
      FROM announcement n WHERE n.author_id = $1 ${page('n.id')}`,
  },
  {
    name: 'announcements-read',
    place: 'conversations',
    shown: ['announcementId', 'readAt'],
    sql: `
      SELECT r.announcement_id AS key, r.announcement_id AS "announcementId", r.read_at AS "readAt"
      FROM announcement_read r WHERE r.account_id = $1 ${page('r.announcement_id')}`,
  },
  {
    name: 'drafts',
    place: 'conversations',
    shown: ['conversation', 'text', 'updatedAt'],
    sql: `
      SELECT d.conversation_id AS key, ${conversation('d.conversation_id')}, d.text, d.reply_to_id AS "replyToId",
        d.updated_at AS "updatedAt"
      FROM draft d WHERE d.account_id = $1 ${page('d.conversation_id')}`,
  },
  {
    name: 'scheduled-messages',
    place: 'conversations',
    shown: ['conversation', 'text', 'sendAt', 'status', 'failure'],
    sql: `
      SELECT s.id AS key, s.id, ${conversation('s.conversation_id')}, s.client_id AS "clientId", s.text, s.options,
        s.send_at AS "sendAt", s.status, s.failure, s.message_id AS "messageId", s.created_at AS "createdAt"
      FROM scheduled_message s WHERE s.account_id = $1 ${page('s.id')}`,
  },
  {
    name: 'reminders',
    place: 'conversations',
    shown: ['note', 'remindAt', 'status', 'firedAt'],
    sql: `
      SELECT r.id AS key, r.id, r.message_id AS "messageId", r.note, r.remind_at AS "remindAt", r.status,
        r.fired_at AS "firedAt", r.created_at AS "createdAt"
      FROM reminder r WHERE r.account_id = $1 ${page('r.id')}`,
  },
  {
    name: 'backgrounds',
    place: 'conversations',
    shown: ['conversation', 'pattern'],
    sql: `
      SELECT b.id AS key, b.id, ${conversation('b.conversation_id')}, b.pattern, b.file_id AS "fileId"
      FROM background b WHERE b.account_id = $1 ${page('b.id')}`,
  },
  {
    name: 'moment-likes',
    place: 'moments',
    shown: ['author', 'createdAt'],
    sql: `
      SELECT l.id AS key, l.id, l.moment_id AS "momentId", ${person('m.author_id', 'author')}, l.created_at AS "createdAt"
      FROM moment_like l JOIN moment m ON m.id = l.moment_id WHERE l.account_id = $1 ${page('l.id')}`,
  },
  {
    name: 'moment-comments',
    place: 'moments',
    shown: ['author', 'text', 'createdAt'],
    sql: `
      SELECT k.id AS key, k.id, k.client_id AS "clientId", k.moment_id AS "momentId",
        ${person('m.author_id', 'author')}, k.text, k.reply_to_id AS "replyToId", k.created_at AS "createdAt",
        k.deleted_at AS "deletedAt"
      FROM moment_comment k JOIN moment m ON m.id = k.moment_id WHERE k.author_id = $1 ${page('k.id')}`,
  },
  {
    name: 'moment-relations',
    place: 'moments',
    shown: ['person', 'hidesTheirs', 'hidesMine'],
    sql: `
      SELECT r.other_id AS key, ${person('r.other_id')}, r.hides_theirs AS "hidesTheirs", r.hides_mine AS "hidesMine"
      FROM moment_relation r WHERE r.account_id = $1 ${page('r.other_id')}`,
  },
  {
    name: 'uploads',
    place: 'account',
    shown: ['name', 'mediaType', 'bytes', 'createdAt'],
    sql: `
      SELECT f.id AS key, f.id, f.kind, f.name, f.media_type AS "mediaType", f.bytes, f.width, f.height,
        f.duration_ms AS "durationMs", f.animated, f.waveform, f.used_at AS "usedAt", f.created_at AS "createdAt"
      FROM stored_file f WHERE f.owner_id = $1 AND f.state = 'READY' ${page('f.id')}`,
  },
  {
    name: 'actions',
    place: 'account',
    shown: ['action', 'at'],
    sql: `
      SELECT e.id AS key, e.id, e.at, e.action, e.conversation_id AS "conversationId", e.subject_type AS "subjectType",
        e.subject_id AS "subjectId"
      FROM audit_entry e WHERE e.actor_id = $1 ${page('e.id')}`,
  },
  {
    name: 'exports',
    place: 'account',
    shown: ['requestedAt', 'state', 'finishedAt', 'downloads'],
    sql: `
      SELECT x.id AS key, x.id, x.state, x.language, x.requested_at AS "requestedAt", x.finished_at AS "finishedAt",
        x.expires_at AS "expiresAt", x.archive_bytes::float8 AS "archiveBytes", x.downloads,
        x.messages_total AS "messagesTotal", x.files_total AS "filesTotal", x.bytes_total::float8 AS "bytesTotal"
      FROM data_export x WHERE x.account_id = $1 ${page('x.id')}`,
  },
] as const satisfies readonly (Omit<Section, 'name'> & { name: string })[];

export type SectionName = (typeof SECTIONS)[number]['name'];
