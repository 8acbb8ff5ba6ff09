import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpack } from '../testing/archives.ts';
import { madeExport } from '../testing/data-exports.ts';
import { confirm, download, jpeg, put, sendFile, ticketFor, upload } from '../testing/media.ts';
import { hasS3, type S3Server, startS3 } from '../testing/s3-server.ts';
import { SECRETS } from '../testing/secrets.ts';
import { startStage } from '../testing/stage.ts';
import { readEnv } from './env.ts';
import type { Storage } from './storage.ts';
import { openStorage } from './storage-opening.ts';
import { serveStorage } from './storage-serving.ts';

/** Whatever keeps the objects keeps to the same rules: what is signed is pinned, and nothing else is let in. */

const env = (settings: Record<string, string>) =>
  readEnv({ DATABASE_URL: 'postgresql://localhost/none', ...SECRETS, ...settings });

interface Kept {
  storage: Storage;
  /** Where addresses that are not absolute lead to. */
  origin: string;
  /** What was begun of an object and is not finished. */
  leftOf(key: string): Promise<string[]>;
  close(): Promise<void>;
}

async function onDisk(): Promise<Kept> {
  const folder = join(tmpdir(), `teahouse-storage-${randomBytes(6).toString('hex')}`);
  const settings = env({ STORAGE_DIR: folder });
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://here');
    serveStorage(settings, req, res, url).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    storage: openStorage(settings),
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leftOf: async (key) => {
      const names = await readdir(join(folder, 'unfinished')).catch(() => []);
      return names.filter((name) => name === key.replaceAll('/', '-'));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let s3: S3Server | undefined;
const inBucket = async (): Promise<Kept> => {
  s3 ??= await startS3();
  return {
    storage: openStorage(env(s3.settings)),
    origin: s3.settings.S3_ENDPOINT ?? '',
    leftOf: (key) => uploadsOf(s3?.settings ?? {}, key),
    close: async () => {},
  };
};
async function uploadsOf(settings: Record<string, string>, key: string): Promise<string[]> {
  const client = new S3Client({
    endpoint: settings.S3_ENDPOINT ?? '',
    region: settings.S3_REGION ?? 'us-east-1',
    forcePathStyle: true,
    credentials: {
      accessKeyId: settings.S3_ACCESS_KEY_ID ?? '',
      secretAccessKey: settings.S3_SECRET_ACCESS_KEY ?? '',
    },
  });
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: settings.S3_BUCKET, Prefix: key }),
  );
  return Uploads.map(({ UploadId = '' }) => UploadId);
}
afterAll(() => s3?.close());

/** Real S3 wherever the programs for it are installed; under CI they have to be. */
const kinds: [string, () => Promise<Kept>][] = [['a folder', onDisk]];
if (hasS3()) kinds.push(['S3', inBucket]);

describe.each(kinds)('%s', (_kind, open) => {
  let kept: Kept;
  beforeAll(async () => {
    kept = await open();
  }, 90_000);
  afterAll(() => kept?.close());

  const newKey = () => `files/${randomBytes(20).toString('hex')}/full`;
  const address = (url: string) => new URL(url, kept.origin).href;
  const upload = { mediaType: 'text/plain', bytes: 5, seconds: 60 };
  const offered = { mediaType: 'text/plain', disposition: 'attachment', seconds: 60 };

  async function send(url: string, body: string, headers: Record<string, string>) {
    const response = await fetch(address(url), { method: 'PUT', body, headers });
    await response.body?.cancel();
    return response.status;
  }

  test('an object is written, read whole and in part, copied and removed', async () => {
    const { storage } = kept;
    const [one, other] = [newKey(), newKey()];
    expect(await storage.size(one)).toBeNull();
    const content = randomBytes(300_000);
    await storage.write(one, content);
    await storage.copy(one, other);
    expect(await storage.size(other)).toBe(content.length);
    expect((await storage.read(other)).equals(content)).toBe(true);
    const part = await storage.read(other, { start: 1_000, end: 1_010 });
    expect(part.equals(content.subarray(1_000, 1_010))).toBe(true);
    await storage.remove([one, other, newKey()]);
    await storage.remove([]);
    expect([await storage.size(one), await storage.size(other)]).toEqual([null, null]);
    await expect(storage.read(one)).rejects.toThrow();
  });

  test('a signed upload takes this length and this type at this place, and nothing else', async () => {
    const { storage } = kept;
    const key = newKey();
    const { url, headers } = await storage.signUpload(key, upload);
    expect(await send(url, 'teapot', headers)).toBe(403);
    expect(await send(url, 'tea', headers)).toBe(403);
    expect(await send(url, 'green', { 'Content-Type': 'text/html' })).toBe(403);
    expect(await send(url.replace('/full', '/preview'), 'green', headers)).toBe(403);
    expect(await send(url.split('?')[0] ?? '', 'green', headers)).toBe(403);
    expect(await storage.size(key)).toBeNull();
    expect(await send(url, 'green', headers)).toBe(200);
    expect((await storage.read(key)).toString()).toBe('green');
    expect((await fetch(address(url))).status).toBe(403);
    const elsewhere = await storage.signDownload(key, offered);
    expect(await send(elsewhere, 'black', headers)).toBe(403);
    expect((await storage.read(key)).toString()).toBe('green');
  });

  test('a stream of any size is written as a whole or not at all, and read as one', async () => {
    const { storage } = kept;
    const key = newKey();
    // More than a part of an upload, in pieces that fit no part.
    const piece = randomBytes(1_000_003);
    const source = Readable.from(Array.from({ length: 20 }, () => piece));
    expect(await storage.writeStream(key, source)).toBe(20_000_060);
    expect(await storage.size(key)).toBe(20_000_060);
    const [hash, wanted] = [createHash('sha256'), createHash('sha256')];
    for (let times = 0; times < 20; times++) wanted.update(piece);
    for await (const chunk of await storage.readStream(key)) hash.update(chunk);
    expect(hash.digest('hex')).toBe(wanted.digest('hex'));
    const empty = newKey();
    expect(await storage.writeStream(empty, Readable.from([]))).toBe(0);
    expect(await storage.size(empty)).toBe(0);
    await expect(storage.readStream(newKey())).rejects.toThrow();
  });

  test('of a stream that breaks off, or is asked to, nothing is left', async () => {
    const { storage } = kept;
    const piece = randomBytes(5_000_000);
    const breaking = async function* () {
      for (let times = 0; times < 4; times++) yield piece;
      throw new Error('The source broke off');
    };
    const broken = newKey();
    await expect(storage.writeStream(broken, Readable.from(breaking()))).rejects.toThrow(
      'The source broke off',
    );
    const stopping = new AbortController();
    const endless = async function* () {
      for (let times = 0; ; times++) {
        if (times === 4) stopping.abort();
        yield piece;
      }
    };
    const stopped = newKey();
    await expect(
      storage.writeStream(stopped, Readable.from(endless()), stopping.signal),
    ).rejects.toThrow();
    for (const key of [broken, stopped]) {
      expect(await storage.size(key)).toBeNull();
      expect(await kept.leftOf(key)).toEqual([]);
    }
  });

  test('what a process that died had begun is removed with its key', async () => {
    const { storage } = kept;
    const key = newKey();
    let going = true;
    const slow = async function* () {
      while (going) {
        yield randomBytes(5_000_000);
        await sleep(20);
      }
      // As if the power had gone: it never ends by itself.
      await new Promise(() => {});
    };
    storage.writeStream(key, Readable.from(slow())).catch(() => {});
    const deadline = Date.now() + 20_000;
    while ((await kept.leftOf(key)).length === 0 && Date.now() < deadline) await sleep(50);
    expect(await kept.leftOf(key)).toHaveLength(1);
    going = false;
    await storage.discard([key]);
    expect(await kept.leftOf(key)).toEqual([]);
    // Nor of what is not there.
    await storage.discard([newKey()]);
  });

  test('a signed download is sent as it was signed, in parts too, and of no other object', async () => {
    const { storage } = kept;
    const [key, other] = [newKey(), newKey()];
    await storage.write(key, Buffer.from('green tea'));
    await storage.write(other, Buffer.from('black tea'));
    const disposition = `attachment; filename="_.txt"; filename*=UTF-8''%E8%8C%B6.txt`;
    const url = await storage.signDownload(key, { ...offered, disposition });
    const response = await fetch(address(url));
    expect([response.status, await response.text()]).toEqual([200, 'green tea']);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('content-disposition')).toBe(disposition);
    const part = await fetch(address(url), { headers: { range: 'bytes=6-8' } });
    expect([part.status, await part.text()]).toEqual([206, 'tea']);
    const moved = url.replace(key, other);
    expect(moved).not.toBe(url);
    expect((await fetch(address(moved))).status).toBe(403);
    const retyped = url.replace('text%2Fplain', 'text%2Fhtml');
    expect(retyped).not.toBe(url);
    expect((await fetch(address(retyped))).status).toBe(403);
  });

  test('an address that is over leads nowhere', async () => {
    const { storage } = kept;
    const key = newKey();
    await storage.write(key, Buffer.from('green'));
    const [read, write] = [
      await storage.signDownload(key, { ...offered, seconds: 1 }),
      await storage.signUpload(newKey(), { ...upload, seconds: 1 }),
    ];
    expect((await fetch(address(read))).status).toBe(200);
    const deadline = Date.now() + 10_000;
    while ((await fetch(address(read))).status === 200 && Date.now() < deadline) await sleep(200);
    expect((await fetch(address(read))).status).toBe(403);
    expect(await send(write.url, 'green', write.headers)).toBe(403);
  });
});

if (hasS3())
  test('a picture goes through the API into S3 and comes back from there', async () => {
    s3 ??= await startS3();
    const stage = await startStage(s3.settings);
    try {
      const mei = await stage.world.user('Mei');
      const content = await jpeg();
      const ticket = await ticketFor(mei, content);
      expect(new URL(ticket.url).origin).toBe(s3.settings.S3_ENDPOINT);
      expect((await put(mei, ticket, content.content)).status).toBe(200);
      const answer = await confirm(mei, ticket.id);
      if (answer.__typename !== 'ConfirmUploadPayload') throw new Error(answer.message);
      const response = await download(mei, answer.media.full);
      expect(new URL(response.url).origin).toBe(s3.settings.S3_ENDPOINT);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect((await fetch(`${mei.url}/storage/files/abc/full`)).status).toBe(404);
    } finally {
      await stage.close();
    }
  }, 90_000);

if (hasS3())
  test('an archive of somebody’s data goes into S3 in parts, and is downloaded from there', async () => {
    s3 ??= await startS3();
    const stage = await startStage(s3.settings);
    try {
      const { one: lin, chat: theirs } = await stage.world.friends('Lin', 'Bo');
      // More than one part holds, and nothing that could be packed.
      const big = { kind: 'FILE' as const, name: 'big.bin', mediaType: 'application/octet-stream' };
      for (const seed of [1, 2]) {
        const content = Buffer.alloc(5_000_000);
        for (let at = 0, x = seed; at < content.length; at += 4) {
          x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
          content.writeUInt32LE(x, at);
        }
        await sendFile(lin, theirs, (await upload(lin, { ...big, content })).id);
      }
      const { downloadUrl, archiveBytes } = await madeExport(stage, lin);
      expect(archiveBytes).toBeGreaterThan(10_000_000);
      const response = await download(lin, downloadUrl ?? '');
      expect(new URL(response.url).origin).toBe(s3.settings.S3_ENDPOINT);
      const archive = await unpack(Buffer.from(await response.arrayBuffer()));
      const files = archive.names.filter((name) => name.startsWith('files/'));
      expect(files.map((name) => archive.bytes(name).length)).toEqual([5_000_000, 5_000_000]);
    } finally {
      await stage.close();
    }
  }, 120_000);
