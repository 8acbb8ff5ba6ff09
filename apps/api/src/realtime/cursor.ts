/**
 * Where a reader of the stream stands. It says "I have everything of transactions below `horizon`", and in the middle of
 * a replay also how far that has come. Ids or times would not do: they become visible out of commit order, and a reader
 * that polls `id > last` loses what commits late. Below PostgreSQL's transaction horizon everything is visible for good.
 */
export interface Position {
  /** Identifies the log; another database, or a restored one, has another epoch. */
  epoch: string;
  horizon: bigint;
  /** In the middle of a replay: the last event seen, and the horizon to go on from once the replay is over. */
  replaying?: { streamId: string; seq: number; nextHorizon: bigint };
}

const FORM =
  /^1\.([0-9a-f]{16})\.([0-9a-z]{1,13})(?:\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-z]{1,11})\.([0-9a-z]{1,13}))?$/;
const LONGEST = 200;

const toBase36 = (value: bigint | number) => value.toString(36);

function fromBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}

export function encodeCursor({ epoch, horizon, replaying }: Position): string {
  const parts = ['1', epoch, toBase36(horizon)];
  if (replaying)
    parts.push(replaying.streamId, toBase36(replaying.seq), toBase36(replaying.nextHorizon));
  return Buffer.from(parts.join('.')).toString('base64url');
}

/** The position a cursor stands for, or null when it is not one that this API has given out. */
export function decodeCursor(cursor: string): Position | null {
  if (cursor.length > LONGEST) return null;
  const match = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match) return null;
  const [, epoch = '', horizon = '', streamId, seq, nextHorizon] = match;
  const position: Position = { epoch, horizon: fromBase36(horizon) };
  if (streamId && seq && nextHorizon)
    position.replaying = {
      streamId,
      seq: Number(fromBase36(seq)),
      nextHorizon: fromBase36(nextHorizon),
    };
  return position;
}
