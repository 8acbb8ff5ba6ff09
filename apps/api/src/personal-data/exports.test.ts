import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { freePort } from '../../../../scripts/services/ports.ts';
import { readOutbox } from '../platform/outgoing.ts';
import { makeStale } from '../testing/accounts.ts';
import { unpack } from '../testing/archives.ts';
import {
  askForExport,
  exportsOf,
  madeExport,
  tryCancelExport,
  tryExport,
} from '../testing/data-exports.ts';
import { storageOf } from '../testing/database.ts';
import { MissedEvents } from '../testing/events.ts';
import { deliver, WITH_OUTBOX } from '../testing/mailbox.ts';
import { at, download, jpeg, objectsOf, sendFile, statusOf, upload } from '../testing/media.ts';
import { ApiProcess } from '../testing/processes.ts';
import { freshCursor, type Stage, startStage, startStageOn } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import { removeOldArchives } from './service/clean-up.ts';
import { removeDataExports } from './service/exports.ts';
import { makeDataExport } from './service/making.ts';

let stage: Stage;
let mei: Person;
let tom: Person;
let chat: string;
beforeAll(async () => {
  stage = await startStage(WITH_OUTBOX);
  ({ one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom'));
  await mei.send(chat, 'a message');
  const { id } = await upload(mei, await jpeg());
  await sendFile(mei, chat, id);
});
afterAll(() => stage.close());
/** Nothing waits from the test before. */
beforeEach(async () => {
  while (await makeDataExport(stage.backend)) {}
});

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';
const one = async (person: Person, id: string) =>
  (await exportsOf(person)).find((found) => found.id === id);
/** Lets the time of an archive have come a second ago. */
const isSince = (column: 'expires_at' | 'claimed_until' | 'due_at', id: string) =>
  stage.backend.pool.query(
    `UPDATE data_export SET ${column} = now() - interval '1 second' WHERE id = $1`,
    [uuidOf(id)],
  );
const archives = async () => (await objectsOf(stage)).filter((key) => /exports/.test(key));
const newcomer = async () => {
  const { one: person, other, chat: theirs } = await stage.world.friends('Lin', 'Bo');
  await other.send(theirs, 'welcome');
  return person;
};

describe('asking for an archive', () => {
  test('answers at once, and tells all devices how it goes until it can be downloaded', async () => {
    const lin = await newcomer();
    const after = await freshCursor(stage, lin);
    const asked = await askForExport(lin);
    expect(asked).toMatchObject({ exportState: 'QUEUED', downloadUrl: null, archiveBytes: null });
    // A second press, or another device.
    expect((await askForExport(lin)).id).toBe(asked.id);
    expect(await makeDataExport(stage.backend)).toBe(uuidOf(asked.id));
    const made = await one(lin, asked.id);
    expect(made).toMatchObject({
      exportState: 'READY',
      progress: { messagesDone: 1, messagesTotal: 1, filesDone: 0, filesTotal: 0 },
    });
    const days = (Date.parse(made?.archiveExpiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
    const { events } = await lin.ask(MissedEvents, { after, first: null });
    const told = events.events.filter(({ __typename }) => __typename === 'DataExportChanged');
    // Asked for, begun, counted, ready.
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(told.at(-1)).toMatchObject({ dataExport: { id: asked.id, exportState: 'READY' } });
  });

  test('wants to know first that it is the person who asks', async () => {
    const lin = await newcomer();
    await makeStale(stage.backend, lin);
    expect(await tryExport(lin)).toMatchObject({ __typename: 'FreshSignInRequiredError' });
    expect(await exportsOf(lin)).toEqual([]);
  });

  test('is possible so often in a day, what was stopped counted and what has failed not', async () => {
    const beside = await startStageOn(stage.databaseUrl, { DATA_EXPORTS_PER_DAY: '2' });
    try {
      const lin = (await newcomer()).through(beside.url);
      const failed = await askForExport(lin);
      await stage.backend.pool.query(
        `UPDATE data_export SET state = 'FAILED', finished_at = now() WHERE id = $1`,
        [uuidOf(failed.id)],
      );
      const first = await askForExport(lin);
      await tryCancelExport(lin, first.id);
      const second = await askForExport(lin);
      await tryCancelExport(lin, second.id);
      const refused = await tryExport(lin);
      expect(refused).toMatchObject({
        ...{ __typename: 'DataExportLimitError', rule: 'DATA_EXPORTS_PER_DAY', limit: 2 },
        retryAt: new Date(Date.parse(first.requestedAt) + 86_400_000).toISOString(),
      });
      await stage.backend.pool.query(
        `UPDATE data_export SET requested_at = requested_at - interval '1 day' WHERE id = $1`,
        [uuidOf(first.id)],
      );
      expect(await tryExport(lin)).toMatchObject({ __typename: 'RequestDataExportPayload' });
    } finally {
      await beside.close();
    }
  });

  test('of two who ask at once, both get the same one', async () => {
    const lin = await newcomer();
    const [one, other] = await Promise.all([askForExport(lin), askForExport(lin)]);
    expect(one.id).toBe(other.id);
    expect(await exportsOf(lin)).toHaveLength(1);
  });

  test('brings a letter when it is ready, in the language of the request, and only to a proven address', async () => {
    const lin = await newcomer();
    const { rows } = await stage.backend.pool.query<{ email: string }>(
      `UPDATE account SET email = pending_email, pending_email = NULL, email_verified_at = now()
       WHERE username = $1 RETURNING email::text`,
      [lin.account.username],
    );
    const lettersTo = async () => {
      await deliver(stage.backend);
      const shown = await readOutbox(stage.backend);
      return shown.filter(({ message }) => message.to === rows[0]?.email);
    };
    const before = (await lettersTo()).length;
    await madeExport(stage, lin);
    const [letter] = await lettersTo();
    expect(letter?.message).toMatchObject({ subject: 'Your Teahouse data is ready' });
    await stage.backend.pool.query(
      'UPDATE account SET email_verified_at = NULL WHERE username = $1',
      [lin.account.username],
    );
    await madeExport(stage, lin);
    expect(await lettersTo()).toHaveLength(before + 1);
  });
});

describe('downloading', () => {
  test('is for the person alone, in parts too, on devices that are signed in, and counted', async () => {
    const lin = await newcomer();
    const phone = await lin.onAnotherDevice();
    const { id, downloadUrl, archiveBytes } = await madeExport(stage, lin);
    const address = downloadUrl ?? '';
    const response = await download(phone, address);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="teahouse-/);
    expect(response.headers.get('content-type')).toBe('application/zip');
    const whole = Buffer.from(await response.arrayBuffer());
    expect(whole.length).toBe(archiveBytes);
    expect((await unpack(whole)).names).toContain('index.html');
    const part = await download(lin, address, { range: `bytes=${whole.length - 10}-` });
    expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([
      206,
      whole.subarray(-10),
    ]);
    expect(await one(lin, id)).toMatchObject({ downloadCount: 2 });
    expect(await statusOf(tom, address)).toBe(404);
    expect(await statusOf({ url: lin.url, token: 'nonsense' }, address)).toBe(401);
    // Each time it is asked anew: no cache may answer instead.
    const lead = await fetch(at(lin.url, address), {
      redirect: 'manual',
      headers: { authorization: `Bearer ${lin.token}` },
    });
    expect([lead.status, lead.headers.get('cache-control')]).toEqual([302, 'private, max-age=0']);
    await stage.backend.pool.query('UPDATE session SET revoked_at = now() WHERE id = $1', [
      uuidOf(phone.sessionId),
    ]);
    expect(await statusOf(phone, address)).toBe(401);
    expect(await statusOf(lin, address)).toBe(200);
  });

  test('ends with its time, and the object with it', async () => {
    const lin = await newcomer();
    const { id, downloadUrl } = await madeExport(stage, lin);
    const kept = await archives();
    await isSince('expires_at', id);
    // Also while nobody has cleaned up yet.
    expect(await statusOf(lin, downloadUrl ?? '')).toBe(404);
    const after = await freshCursor(stage, lin);
    await removeOldArchives(stage.backend);
    expect(await one(lin, id)).toMatchObject({ exportState: 'EXPIRED', downloadUrl: null });
    expect(await archives()).toHaveLength(kept.length - 1);
    const { events } = await lin.ask(MissedEvents, { after, first: null });
    expect(events.events).toMatchObject([
      { __typename: 'DataExportChanged', dataExport: { id, exportState: 'EXPIRED' } },
    ]);
  });

  test('ends when a newer archive takes its place', async () => {
    const lin = await newcomer();
    const older = await madeExport(stage, lin);
    const kept = await archives();
    const newer = await madeExport(stage, lin);
    expect(await statusOf(lin, older.downloadUrl ?? '')).toBe(404);
    expect(await statusOf(lin, newer.downloadUrl ?? '')).toBe(200);
    expect(await one(lin, older.id)).toMatchObject({ exportState: 'EXPIRED' });
    expect(await archives()).toHaveLength(kept.length);
  });
});

describe('stopping', () => {
  test('an archive that waits, or is ready, ends it for good; somebody else’s is not to be found', async () => {
    const lin = await newcomer();
    const waiting = await askForExport(lin);
    expect(await tryCancelExport(tom, waiting.id)).toMatchObject({ rule: 'NOT_FOUND' });
    expect(await tryCancelExport(lin, waiting.id)).toMatchObject({
      dataExport: { exportState: 'CANCELLED' },
    });
    expect(await makeDataExport(stage.backend)).toBeNull();
    const kept = await archives();
    const ready = await madeExport(stage, lin);
    expect(await tryCancelExport(lin, ready.id)).toMatchObject({
      dataExport: { exportState: 'EXPIRED', downloadUrl: null },
    });
    expect(await archives()).toEqual(kept);
    expect(await tryCancelExport(lin, waiting.id)).toMatchObject({
      dataExport: { exportState: 'CANCELLED' },
    });
  });

  // Where there is much, it ends in the middle; where there is nothing, only once all of it is written.
  test.each([
    ['with something in it', newcomer],
    ['with nothing in it', () => stage.world.user('Lin')],
  ])('one that is being made, %s, leaves nothing behind', async (_, someone) => {
    const lin = await someone();
    const kept = await archives();
    const { id } = await askForExport(lin);
    const held = holdAt(stage, 'writeStream');
    const making = makeDataExport(stage.backend);
    await held.reached;
    await tryCancelExport(lin, id);
    held.release();
    expect(await making).toBeNull();
    expect(await one(lin, id)).toMatchObject({ exportState: 'CANCELLED', archiveBytes: null });
    expect(await archives()).toEqual(kept);
  });
});

/** Stands still when the storage is asked to do this, until it is let go on. */
function holdAt({ backend }: Stage, act: 'writeStream') {
  let release = () => {};
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const going = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { storage } = backend;
  const original = storage[act].bind(storage);
  const spy = vi.spyOn(storage, act).mockImplementationOnce(async (...given) => {
    reach();
    await going;
    spy.mockRestore();
    return original(...given);
  });
  return { reached, release: () => release() };
}

describe('processes', () => {
  test('side by side make one archive once', async () => {
    const beside = await startStageOn(stage.databaseUrl, WITH_OUTBOX);
    try {
      const lin = await newcomer();
      const { id } = await askForExport(lin);
      const made = await Promise.all(
        [stage, beside, stage, beside].map(({ backend }) => makeDataExport(backend)),
      );
      expect(made.filter((found) => found !== null)).toEqual([uuidOf(id)]);
      const { rows } = await stage.backend.pool.query<{ attempts: number }>(
        'SELECT attempts FROM data_export WHERE id = $1',
        [uuidOf(id)],
      );
      expect(rows).toEqual([{ attempts: 1 }]);
    } finally {
      await beside.close();
    }
  });

  test('that stand still in the middle are succeeded by others, and spoil nothing when they wake', async () => {
    const beside = await startStageOn(stage.databaseUrl, WITH_OUTBOX);
    try {
      const lin = await newcomer();
      const { id } = await askForExport(lin);
      const held = holdAt(stage, 'writeStream');
      const stuck = makeDataExport(stage.backend);
      await held.reached;
      expect(await makeDataExport(beside.backend)).toBeNull();
      await isSince('claimed_until', id);
      expect(await makeDataExport(beside.backend)).toBe(uuidOf(id));
      const ready = await one(lin, id);
      held.release();
      expect(await stuck).toBeNull();
      expect(await one(lin, id)).toEqual(ready);
      const archive = await download(lin, ready?.downloadUrl ?? '');
      expect((await unpack(Buffer.from(await archive.arrayBuffer()))).names).toContain(
        'README.txt',
      );
    } finally {
      await beside.close();
    }
  });

  test('that are killed in the middle are succeeded by others, and nothing of theirs is left', async () => {
    const lin = await newcomer();
    const { databaseUrl } = stage;
    const env = {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: '4',
      STORAGE_DIR: storageOf(databaseUrl),
    };
    const other = await new ApiProcess(await freePort(), env).start();
    const unfinished = async () =>
      (await objectsOf(stage)).filter((key) => key.startsWith('unfinished/exports'));
    // Whoever reads messages stands still here.
    const client = await stage.backend.pool.connect();
    try {
      await client.query('BEGIN; LOCK TABLE message_pin IN ACCESS EXCLUSIVE MODE');
      const { id } = await askForExport(lin);
      await expect.poll(unfinished).toHaveLength(1);
      expect(await one(lin, id)).toMatchObject({ exportState: 'RUNNING' });
      await other.stop('SIGKILL');
      await client.query('ROLLBACK');
      // It has not had its time yet: it might come back.
      expect(await makeDataExport(stage.backend)).toBeNull();
      await isSince('claimed_until', id);
      expect(await makeDataExport(stage.backend)).toBe(uuidOf(id));
      expect(await one(lin, id)).toMatchObject({ exportState: 'READY' });
      expect(await unfinished()).toEqual([]);
    } finally {
      client.release();
      await other.stop('SIGKILL');
    }
  });

  test('that are asked to stop hand it back as if they had not begun', async () => {
    const lin = await newcomer();
    const kept = await archives();
    const { id } = await askForExport(lin);
    const stopping = new AbortController();
    const held = holdAt(stage, 'writeStream');
    const making = makeDataExport(stage.backend, stopping.signal);
    await held.reached;
    stopping.abort();
    held.release();
    expect(await making).toBeNull();
    expect(await one(lin, id)).toMatchObject({ exportState: 'QUEUED' });
    expect(await archives()).toEqual(kept);
    expect(await makeDataExport(stage.backend)).toBe(uuidOf(id));
  });

  test('that fail with an account three times leave it alone, and the person hears of it', async () => {
    const lin = await newcomer();
    const { id } = await askForExport(lin);
    for (const state of ['QUEUED', 'QUEUED', 'FAILED']) {
      const spy = vi
        .spyOn(stage.backend.storage, 'writeStream')
        .mockRejectedValueOnce(new Error('The disk is full'));
      expect(await makeDataExport(stage.backend)).toBeNull();
      spy.mockRestore();
      expect(await one(lin, id)).toMatchObject({ exportState: state });
      await isSince('due_at', id);
    }
    expect(await makeDataExport(stage.backend)).toBeNull();
    // It counts for nothing: it was not the person's fault.
    expect(await tryExport(lin)).toMatchObject({ __typename: 'RequestDataExportPayload' });
  });

  test('that die of an account three times leave it alone, too', async () => {
    const lin = await newcomer();
    const { id } = await askForExport(lin);
    await stage.backend.pool.query(
      `UPDATE data_export SET state = 'RUNNING', attempts = 3, claimed_until = now() WHERE id = $1`,
      [uuidOf(id)],
    );
    await isSince('claimed_until', id);
    expect(await makeDataExport(stage.backend)).toBeNull();
    expect(await one(lin, id)).toMatchObject({ exportState: 'FAILED' });
  });

  test('remove what was made for an account that is going', async () => {
    const lin = await newcomer();
    const kept = await archives();
    await madeExport(stage, lin);
    expect(await archives()).toHaveLength(kept.length + 1);
    await removeDataExports(stage.backend, uuidOf(lin.id));
    expect(await archives()).toEqual(kept);
    expect(await exportsOf(lin)).toEqual([]);
  });
});
