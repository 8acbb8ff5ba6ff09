import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Env } from './env.ts';
import type { Storage } from './storage.ts';

/** S3 takes so many keys at once. */
const KEYS_AT_ONCE = 1_000;

const isMissing = (error: unknown): boolean =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;

function clientOf(env: Env): S3Client {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  return new S3Client({
    region: S3_REGION,
    forcePathStyle: true,
    // Otherwise the SDK signs a checksum of an empty body into addresses for uploads, and sends streams in a framing that
    // S3-compatible servers refuse or, worse, store.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(S3_ENDPOINT ? { endpoint: S3_ENDPOINT } : {}),
    // Without keys the SDK looks where it always does: the machine's role, for example.
    ...(S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY
      ? { credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY } }
      : {}),
  });
}

/** One part is held in memory at a time. With 10,000 parts, as S3 takes, an object comes to more than 500 GB. */
const PART_BYTES = 8 * 1024 * 1024;
const LATER_PART_BYTES = 8 * PART_BYTES;
const SMALL_PARTS = 1_000;

/** A stream in stretches of a part's size each. The last one is what is left, and is empty where there was nothing at all. */
async function* inParts(source: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  let parts = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < (parts < SMALL_PARTS ? PART_BYTES : LATER_PART_BYTES)) continue;
    yield Buffer.concat(held);
    parts += 1;
    [held, bytes] = [[], 0];
  }
  if (bytes > 0 || parts === 0) yield Buffer.concat(held);
}

/** Writes an object in parts, one after the other. Until the last word it is not there, and S3 keeps the parts aside. */
async function writeStream(
  client: S3Client,
  place: { Bucket: string; Key: string },
  source: Readable,
  signal?: AbortSignal,
): Promise<number> {
  const asked = signal ? { abortSignal: signal } : {};
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place), asked);
  try {
    const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
    let bytes = 0;
    for await (const Body of inParts(source)) {
      const PartNumber = Parts.length + 1;
      const part = new UploadPartCommand({ ...place, UploadId, PartNumber, Body });
      const { ETag } = await client.send(part, asked);
      Parts.push({ ETag, PartNumber });
      bytes += Body.length;
    }
    const whole = { ...place, UploadId, MultipartUpload: { Parts } };
    await client.send(new CompleteMultipartUploadCommand(whole), asked);
    return bytes;
  } catch (error) {
    source.destroy();
    // What cannot be told now is told by whoever discards the key.
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {});
    throw error;
  }
}

/** Ends whatever was begun of an object and never finished. */
async function endUploads(client: S3Client, place: { Bucket: string; Key: string }): Promise<void> {
  const { Bucket, Key } = place;
  const found = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  for (const { UploadId } of found.Uploads ?? [])
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId }));
}

/** Keeps objects in a bucket. People talk to S3 itself, with addresses that are signed here. */
export function openS3(env: Env): Storage {
  const client = clientOf(env);
  const Bucket = env.S3_BUCKET ?? '';
  const remove = async (keys: readonly string[]) => {
    for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
      const Objects = keys.slice(start, start + KEYS_AT_ONCE).map((Key) => ({ Key }));
      const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
      const { Errors } = await client.send(command);
      const error = Errors?.find(({ Code }) => Code !== 'NoSuchKey');
      if (error) throw new Error(`S3 did not remove ${error.Key}: ${error.Code}`);
    }
  };
  return {
    signUpload: async (key, { mediaType, bytes, seconds }) => ({
      method: 'PUT',
      url: await getSignedUrl(
        client,
        new PutObjectCommand({ Bucket, Key: key, ContentType: mediaType, ContentLength: bytes }),
        // Only what is signed is pinned.
        { expiresIn: seconds, signableHeaders: new Set(['content-type', 'content-length']) },
      ),
      headers: { 'Content-Type': mediaType },
    }),
    signDownload: (key, { mediaType, disposition, seconds }) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket,
          Key: key,
          ResponseContentType: mediaType,
          ResponseContentDisposition: disposition,
        }),
        { expiresIn: seconds },
      ),
    size: async (key) => {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
        return ContentLength ?? 0;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    read: async (key, stretch) => {
      const Range = stretch && { Range: `bytes=${stretch.start}-${stretch.end - 1}` };
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key, ...Range }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    write: async (key, content) => {
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: content }));
    },
    writeFile: async (key, path) => {
      // Without its length the SDK would have to hold all of it first.
      const { size: ContentLength } = await stat(path);
      const Body = createReadStream(path);
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body, ContentLength }));
    },
    writeStream: (key, source, signal) => writeStream(client, { Bucket, Key: key }, source, signal),
    readStream: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      if (!Body) throw new Error(`S3 answered nothing for ${key}`);
      return Body as Readable;
    },
    discard: async (keys) => {
      for (const Key of keys) await endUploads(client, { Bucket, Key });
      await remove(keys);
    },
    copy: async (from, to) => {
      const CopySource = `${Bucket}/${from}`;
      await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource }));
    },
    remove,
    check: async () => {
      await client.send(new HeadBucketCommand({ Bucket }));
    },
  };
}
