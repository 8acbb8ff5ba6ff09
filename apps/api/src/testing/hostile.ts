import { randomUUID } from 'node:crypto';
import { decodeCursor, encodeCursor } from '../realtime/cursor.ts';
import { schema } from '../schema.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const NO_UUIDS = ['x', '', '\0', '-'.repeat(36), '0'.repeat(36), `${randomUUID()}\0`, '1e9', '茶'];
const UNKNOWN = '018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f';

const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e\u200b\ufeff',
  "'; DROP TABLE account; --",
  '%_\\',
  '{{1}}<b>',
  '🍵'.repeat(3_000),
];

const NODE_TYPES = schema.getPossibleTypes(nodeInterface()).map((type) => type.name);

function nodeInterface() {
  const type = schema.getType('Node');
  if (!type || !('resolveType' in type)) throw new Error('There is no interface Node');
  return type;
}

/** What nobody should send, by the scalar it is sent as. `cursor`: one that the API has given out. */
export const hostileValues = (cursor: string): Record<string, readonly unknown[]> => ({
  String: [
    ...TEXTS,
    // Cursors of connections: of other lists, of other libraries, and out of every range.
    ...[
      ...NO_UUIDS,
      UNKNOWN,
      'GPC:S:x',
      `GPC:S:${UNKNOWN}`,
      'GPC:N:5',
      'OffsetConnection:x',
      'OffsetConnection:-5',
      `OffsetConnection:${'9'.repeat(30)}`,
      'OffsetConnection:999999999',
      `2026-01-01T00:00:00.000Z ${'-'.repeat(36)}`,
      `2026-99-99T99:99:99.999Z ${UNKNOWN}`,
      `2026-02-31T00:00:00.000Z ${UNKNOWN}`,
      `0000-01-01T00:00:00.000Z ${UNKNOWN}`,
      `9999-12-31T23:59:59.999Z ${UNKNOWN}`,
      '0',
      '-1',
      '999999999',
      '99999999999999999999',
    ].map(base64),
  ],
  ID: [
    ...TEXTS,
    UNKNOWN,
    ...NODE_TYPES.flatMap((type) => [...NO_UUIDS, UNKNOWN].map((id) => base64(`${type}:${id}`))),
    base64(`ConversationMember:${UNKNOWN}:${UNKNOWN}`),
    base64(`ConversationMember:${UNKNOWN}:x`),
    base64('__proto__:x'),
    base64('Event:1'),
    base64(':'),
  ],
  UUID: [...NO_UUIDS, UNKNOWN.toUpperCase(), 5, null],
  Cursor: [...TEXTS, ...NO_UUIDS.map(base64), ...forgedCursors(cursor)],
  Int: [0, -1, 1, 100, 101, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1e30, 1.5, '1'],
  Boolean: ['true', 1],
  DateTime: [
    ...TEXTS,
    '2026',
    '2026-11-21',
    '2026-02-31T00:00:00.000Z',
    '2026-11-21T25:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '-271821-04-20T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    0,
    1e30,
    null,
  ],
});

/** Cursors of this very log, bent in every part. */
function forgedCursors(cursor: string): string[] {
  const position = decodeCursor(cursor);
  if (!position) throw new Error('The API gave out a cursor that is none');
  const replaying = { streamId: UNKNOWN, seq: 1, nextHorizon: position.horizon };
  return [
    encodeCursor({ ...position, replaying }),
    encodeCursor({ ...position, replaying: { ...replaying, streamId: '-'.repeat(36) } }),
    encodeCursor({ ...position, replaying: { ...replaying, seq: 2 ** 50 } }),
    encodeCursor({ ...position, replaying: { ...replaying, nextHorizon: 0n } }),
    encodeCursor({ ...position, replaying: { ...replaying, nextHorizon: 2n ** 63n } }),
    encodeCursor({ ...position, horizon: 0n }),
    encodeCursor({ ...position, horizon: 2n ** 63n }),
    encodeCursor({ ...position, epoch: '0'.repeat(16) }),
  ];
}
