import { expect, test } from 'vitest';
import { progressOf } from '../media/progress';
import type { UploadOutcome } from '../media/upload';
import type { WaitingFile, WaitingMessage } from './outbox-store';
import { Uploads } from './outbox-uploads';

const tick = () => new Promise<void>((resolve) => setTimeout(resolve));

const fileNamed = (name: string): WaitingFile => ({
  ...{ kind: 'FILE', name, mediaType: 'text/plain', bytes: new Blob([name]) },
});

const waiting = (name: string): WaitingMessage => ({
  ...{ order: 1, version: 2, clientId: name, conversationId: 'tea', input: { text: '' } },
  ...{ file: fileNamed(name), createdAt: 0, state: 'queued' },
});

/** A server that answers when told to. */
function uploads() {
  const asked: string[] = [];
  const answers = new Map<string, (outcome: UploadOutcome) => void>();
  const kept: [string, string][] = [];
  const all = new Uploads({
    upload: ({ name }, { signal, onProgress }) => {
      asked.push(name);
      onProgress(0.5);
      return new Promise((resolve) => {
        answers.set(name, resolve);
        signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }));
      });
    },
    keep: async (clientId, fileId) => void kept.push([clientId, fileId]),
  });
  return {
    all,
    asked,
    kept,
    answer: (name: string, outcome: UploadOutcome) => answers.get(name)?.(outcome),
  };
}

test('files travel ahead of their turn, three at a time and each once', async () => {
  const { all, asked, kept, answer } = uploads();
  const queue = ['a', 'b', 'c', 'd'].map(waiting);
  all.ahead(queue);
  all.ahead(queue);
  await tick();
  expect(asked).toEqual(['a', 'b', 'c']);
  expect(progressOf('a')).toBe(0.5);
  answer('b', { kind: 'uploaded', fileId: 'file b' });
  await tick();
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
  expect(kept).toEqual([['b', 'file b']]);
  expect(progressOf('b')).toBeNull();
});

test('what has arrived is not sent again, unless it may have been cleared away since', async () => {
  const { all, asked, answer } = uploads();
  const fresh = { ...fileNamed('a'), uploaded: { fileId: 'known', at: Date.now() - 3_600_000 } };
  expect(await all.of('a', fresh)).toEqual({ kind: 'uploaded', fileId: 'known' });
  expect(asked).toEqual([]);
  const old = { ...fileNamed('a'), uploaded: { fileId: 'gone', at: Date.now() - 86_400_000 } };
  const again = all.of('a', old);
  await tick();
  answer('a', { kind: 'uploaded', fileId: 'new' });
  expect(await again).toEqual({ kind: 'uploaded', fileId: 'new' });
});

test('one that is taken back stops, also while it waits for its place, and leaves that to the next', async () => {
  const { all, asked } = uploads();
  all.ahead(['a', 'b', 'c', 'd', 'e'].map(waiting));
  const outcome = all.of('a', fileNamed('a'));
  await tick();
  expect(all.cancel('d')).toBe(true);
  expect(all.cancel('a')).toBe(true);
  expect(await outcome).toEqual({ kind: 'cancelled' });
  await tick();
  expect(asked).toEqual(['a', 'b', 'c', 'e']);
  expect(all.cancel('a')).toBe(false);
});

test('what was refused is said once, and the next attempt begins anew', async () => {
  const { all, asked, answer } = uploads();
  all.ahead([waiting('a')]);
  await tick();
  const refused: UploadOutcome = { kind: 'refused', reason: { rule: 'FILE_TYPE', message: '' } };
  answer('a', refused);
  await tick();
  all.ahead([waiting('a')]);
  expect(await all.of('a', fileNamed('a'))).toEqual(refused);
  expect(asked).toEqual(['a']);
  void all.of('a', fileNamed('a'));
  await tick();
  expect(asked).toEqual(['a', 'a']);
});
