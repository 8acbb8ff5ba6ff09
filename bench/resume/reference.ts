import { createServer } from 'node:http';
import pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * The same words as Teahouse says to whoever resumes, read by one statement and written as they come: the token is the
 * reader's id and the cursor a transaction's, and neither is looked at any further.
 */
const MISSED = `
  SELECT e.stream_id, e.seq, e.xid, m.id, m.seq AS place, m.client_id, m.created_at, m.conversation_id, m.kind, m.text,
         sender.id AS sender_id, sender.nickname
  FROM member
  JOIN event e ON e.stream_id = member.conversation_id
  JOIN message m ON m.id = (e.payload->>'messageId')::uuid
  JOIN account sender ON sender.id = m.sender_id
  WHERE member.account_id = $1 AND e.xid >= $2
  ORDER BY e.stream_id, e.seq`;

const [, , port, connectionString] = process.argv;
const pool = new pg.Pool({ connectionString });

const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

const shown = (row: Record<string, string>, cursor: string) => ({
  __typename: 'MessageSent',
  cursor,
  id: globalId('Event', `${row.stream_id}:${row.seq}`),
  streamId: globalId('Stream', row.stream_id ?? ''),
  seq: Number(row.seq),
  message: {
    id: globalId('Message', row.id ?? ''),
    seq: row.place,
    clientId: row.client_id,
    sentAt: row.created_at,
    conversation: { id: globalId('Conversation', row.conversation_id ?? '') },
    sender: { id: globalId('User', row.sender_id ?? ''), nickname: row.nickname },
    content: { __typename: 'TextContent', text: row.text },
  },
});

async function tell(socket: WebSocket, id: string, reader: string, after: string | null) {
  const next = (event: object) =>
    socket.send(JSON.stringify({ id, type: 'next', payload: { data: { events: event } } }));
  // Nobody writes while somebody resumes here; what others do in the database meanwhile would bring rows back from before.
  const { rows: now } = await pool.query<{ cursor: string }>(
    'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS cursor',
  );
  const cursor = now[0]?.cursor ?? '';
  const { rows } = after
    ? await pool.query({ name: 'missed', text: MISSED, values: [reader, after] })
    : { rows: [] };
  for (const row of rows) next(shown(row, cursor));
  next({ __typename: 'CaughtUp', cursor });
}

const server = createServer((_request, response) => response.end('ok'));
const sockets = new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false });
sockets.on('connection', (socket) => {
  let reader = '';
  socket.on('message', (data) => {
    const { id, type, payload } = JSON.parse(data.toString());
    if (type === 'connection_init') {
      reader = payload.authorization.replace('Bearer ', '');
      socket.send('{"type":"connection_ack"}');
    }
    if (type === 'subscribe') void tell(socket, id, reader, payload.variables.after);
  });
});
server.listen(Number(port), '127.0.0.1');
