import type { Env } from './env.ts';
import type { Storage } from './storage.ts';
import { openDisk } from './storage-disk.ts';
import { openS3 } from './storage-s3.ts';

/** S3 where there is a bucket, or else a folder. */
export const openStorage = (env: Env): Storage => (env.S3_BUCKET ? openS3(env) : openDisk(env));
