import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Env } from './env.ts';
import { deriveKey } from './sealing.ts';
import type { Download, Storage, Stretch, Upload } from './storage.ts';

/** Where the API answers signed addresses of the folder. */
export const STORAGE_PATH = '/storage/';

/** Where objects are made, in the same file system as where they come to be. */
const UNFINISHED = 'unfinished';

const KEY_FORM = /^[a-z]+(\/[a-z0-9]+)+$/;

type DiskSettings = Pick<Env, 'STORAGE_DIR' | 'SESSION_SECRET'>;

/** What a signed address permits. */
export type Permit =
  | ({ method: 'PUT'; key: string } & Omit<Upload, 'seconds'>)
  | ({ method: 'GET'; key: string } & Omit<Download, 'seconds'>);

/** An object that is being put there is refused from here on. */
export class UploadSizeError extends Error {}

const pathOf = ({ STORAGE_DIR }: DiskSettings, key: string): string => {
  if (!KEY_FORM.test(key)) throw new Error(`This is no key of the storage: ${key}`);
  return join(STORAGE_DIR, key);
};

/** Sign what a request says of itself, so that nothing of it can be changed and nothing else be made of it. */
function signatureOf(env: DiskSettings, permit: Permit, expires: number): string {
  const said =
    permit.method === 'PUT'
      ? [permit.mediaType, permit.bytes]
      : [permit.mediaType, permit.disposition, ...(permit.again ? [permit.again] : [])];
  return createHmac('sha256', deriveKey(env.SESSION_SECRET, 'storage'))
    .update(JSON.stringify([permit.method, permit.key, expires, ...said]))
    .digest('base64url');
}

function sign(env: DiskSettings, permit: Permit, seconds: number): string {
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const query = new URLSearchParams({
    expires: String(expires),
    type: permit.mediaType,
    ...(permit.method === 'PUT'
      ? { bytes: String(permit.bytes) }
      : { disposition: permit.disposition, ...(permit.again && { again: permit.again }) }),
    signature: signatureOf(env, permit, expires),
  });
  return `${STORAGE_PATH}${permit.key}?${query}`;
}

/** What an address permits to whoever has it, or has permitted until it was over; null where it is not ours, or for something else. */
export function permitOf(
  env: DiskSettings,
  method: 'GET' | 'PUT',
  { pathname, searchParams: query }: URL,
): { permit: Permit; over: boolean } | null {
  const key = pathname.slice(STORAGE_PATH.length);
  if (!KEY_FORM.test(key)) return null;
  const mediaType = query.get('type') ?? '';
  const again = query.get('again');
  const permit: Permit =
    method === 'PUT'
      ? { method, key, mediaType, bytes: Number(query.get('bytes')) }
      : {
          ...{ method, key, mediaType, disposition: query.get('disposition') ?? '' },
          ...(again && { again }),
        };
  const expires = Number(query.get('expires'));
  const wanted = Buffer.from(signatureOf(env, permit, expires));
  const given = Buffer.from(query.get('signature') ?? '');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  return { permit, over: expires * 1000 <= Date.now() };
}

const missing = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};

/** Size and version of an object that is in the folder, or null. */
export async function describeObject(
  env: DiskSettings,
  key: string,
): Promise<{ bytes: number; version: string } | null> {
  const found = await stat(pathOf(env, key)).catch(missing);
  return found && { bytes: found.size, version: `${found.size}-${Math.floor(found.mtimeMs)}` };
}

export const streamObject = (env: DiskSettings, key: string, { start, end }: Stretch) =>
  createReadStream(pathOf(env, key), { start, end: Math.max(start, end - 1) });

/** Takes what somebody sends, of exactly this size. It is there as a whole or not at all. */
export async function receiveObject(
  env: DiskSettings,
  key: string,
  source: NodeJS.ReadableStream,
  bytes: number,
): Promise<void> {
  let received = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > bytes) done(new UploadSizeError());
      else done(null, chunk);
    },
    flush: (done) => done(received < bytes ? new UploadSizeError() : null),
  });
  await whole(env, key, (path) => pipeline(source, counting, createWriteStream(path)));
}

/** Writes beside the place and moves it there, so that nobody ever finds half an object. Answers what `make` does. */
async function whole<Result>(
  env: DiskSettings,
  key: string,
  make: (path: string) => Promise<Result>,
  name: string = randomUUID(),
): Promise<Result> {
  const path = pathOf(env, key);
  const besides = join(env.STORAGE_DIR, UNFINISHED, name);
  await Promise.all(
    [dirname(path), dirname(besides)].map((dir) => mkdir(dir, { recursive: true })),
  );
  try {
    const result = await make(besides);
    await rename(besides, path);
    return result;
  } catch (error) {
    await rm(besides, { force: true });
    throw error;
  }
}

/** What is written as a stream is called by its key until then: to be found by whoever clears up after a dead process. */
const unfinishedNameOf = (key: string) => key.replaceAll('/', '-');

const writeStream = (env: DiskSettings, key: string, source: Readable, signal?: AbortSignal) =>
  whole(
    env,
    key,
    async (path) => {
      await pipeline(source, createWriteStream(path), signal ? { signal } : {});
      return (await stat(path)).size;
    },
    unfinishedNameOf(key),
  );

async function readStream(env: DiskSettings, key: string): Promise<Readable> {
  // Whoever reads shall hear of a missing object at once, and not in the middle of what they write.
  const file = await open(pathOf(env, key));
  return file.createReadStream();
}

async function readObject(env: DiskSettings, key: string, stretch?: Stretch): Promise<Buffer> {
  const file = await open(pathOf(env, key));
  try {
    if (!stretch) return await file.readFile();
    const buffer = Buffer.alloc(Math.max(0, stretch.end - stretch.start));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, stretch.start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Keeps objects in a folder. The API itself answers the addresses it signs. */
export function openDisk(env: DiskSettings): Storage {
  return {
    signUpload: async (key, { seconds, ...upload }) => ({
      method: 'PUT',
      url: sign(env, { method: 'PUT', key, ...upload }, seconds),
      headers: { 'Content-Type': upload.mediaType },
    }),
    signDownload: async (key, { seconds, ...download }) =>
      sign(env, { method: 'GET', key, ...download }, seconds),
    size: async (key) => (await describeObject(env, key))?.bytes ?? null,
    read: (key, stretch) => readObject(env, key, stretch),
    write: (key, content) => whole(env, key, (path) => writeFile(path, content)),
    writeFile: (key, from) => whole(env, key, (path) => copyFile(from, path)),
    writeStream: (key, source, signal) => writeStream(env, key, source, signal),
    readStream: (key) => readStream(env, key),
    discard: async (keys) => {
      const paths = keys.flatMap((key) => [
        pathOf(env, key),
        join(env.STORAGE_DIR, UNFINISHED, unfinishedNameOf(key)),
      ]);
      await Promise.all(paths.map((path) => rm(path, { force: true })));
    },
    copy: (from, to) => whole(env, to, (path) => copyFile(pathOf(env, from), path)),
    remove: async (keys) => {
      await Promise.all(keys.map((key) => rm(pathOf(env, key), { force: true })));
    },
    check: async () => {
      await mkdir(env.STORAGE_DIR, { recursive: true });
    },
  };
}
