import { expect, test } from 'vitest';
import { type DataExport, shareDone, sorted } from './exports';

const progress = (messages: [number, number], bytes: [number, number]) => ({
  messagesDone: messages[0],
  messagesTotal: messages[1],
  filesDone: 0,
  filesTotal: 0,
  fileBytesDone: bytes[0],
  fileBytesTotal: bytes[1],
});
const one = (id: string, exportState: DataExport['exportState']): DataExport => ({
  id,
  exportState,
  requestedAt: '2026-01-01T00:00:00Z',
  finishedAt: null,
  archiveExpiresAt: null,
  archiveBytes: null,
  downloadUrl: null,
  progress: progress([0, 0], [0, 0]),
});

test('what is done of messages and of files counts alike, and what there is none of does not', () => {
  expect(shareDone(progress([50, 100], [0, 1_000]))).toBe(0.25);
  expect(shareDone(progress([100, 100], [500, 1_000]))).toBe(0.75);
  expect(shareDone(progress([50, 100], [0, 0]))).toBe(0.5);
  expect(shareDone(progress([0, 0], [500, 1_000]))).toBe(0.5);
  expect(shareDone(progress([0, 0], [0, 0]))).toBe(0);
});

test('while a new archive is being made, the one from before can still be downloaded', () => {
  const rows = [one('new', 'RUNNING'), one('old', 'READY'), one('older', 'EXPIRED')];
  expect(sorted(rows)).toMatchObject({
    underWay: { id: 'new' },
    ready: { id: 'old' },
    newest: { id: 'new' },
  });
  expect(sorted([one('gone', 'EXPIRED')])).toMatchObject({ underWay: null, ready: null });
});
