import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
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

/** Keeps objects in a bucket. People talk to S3 itself, with addresses that are signed here. */
export function openS3(env: Env): Storage {
  const client = clientOf(env);
  const Bucket = env.S3_BUCKET ?? '';
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
    copy: async (from, to) => {
      const CopySource = `${Bucket}/${from}`;
      await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource }));
    },
    remove: async (keys) => {
      for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
        const Objects = keys.slice(start, start + KEYS_AT_ONCE).map((Key) => ({ Key }));
        const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
        const { Errors } = await client.send(command);
        const error = Errors?.find(({ Code }) => Code !== 'NoSuchKey');
        if (error) throw new Error(`S3 did not remove ${error.Key}: ${error.Code}`);
      }
    },
    check: async () => {
      await client.send(new HeadBucketCommand({ Bucket }));
    },
  };
}
