import type { FileVariant } from '@teahouse/db/client';
import type { Furnish } from '@teahouse/db/seed';
import { make } from '@teahouse/db/town/making';
import type { Thing } from '@teahouse/db/town/things';
import { fileTypeFromBuffer } from 'file-type';
import { type PictureType, renderPicture } from './media/pictures.ts';
import { keepVoice } from './media/recordings.ts';
import { variantKey } from './media/service/uploads.ts';
import { type Env, readEnv } from './platform/env.ts';
import type { Storage } from './platform/storage.ts';
import { openStorage } from './platform/storage-opening.ts';

/**
 * Puts what the people of the demo town have photographed, written and recorded where uploads are, in the forms that
 * uploads are given. They came there before there was a server, so nobody confirms them.
 */
export function furnishing(settings: NodeJS.ProcessEnv): Furnish {
  const env = readEnv(settings);
  const storage = openStorage(env);
  return async (thing, storageKey) =>
    FURNISH[thing.kind]({ env, storage, storageKey, ...(await make(thing)) });
}

interface Given {
  env: Env;
  storage: Storage;
  storageKey: string;
  content: Buffer;
  waveform: number[];
}

type Furnished = ReturnType<Furnish>;

async function furnishPicture({ env, storage, storageKey, content }: Given): Furnished {
  const type = (await fileTypeFromBuffer(content))?.mime as PictureType;
  const { placeholder, animated, ...forms } = await renderPicture(env, content, type);
  const variants = [];
  for (const [name, { content: made, ...described }] of Object.entries(forms)) {
    const variant = name.toUpperCase() as FileVariant;
    await storage.write(variantKey({ storageKey }, variant), made);
    variants.push({ variant, ...described, bytes: made.length });
  }
  const { mediaType, width, height } = forms.full;
  const bytes = forms.full.content.length;
  return { file: { mediaType, bytes, width, height, placeholder, animated }, variants };
}

async function furnishFile({ storage, storageKey, content }: Given): Furnished {
  const mediaType = (await fileTypeFromBuffer(content))?.mime ?? 'application/octet-stream';
  await storage.write(variantKey({ storageKey }, 'FULL'), content);
  const file = { mediaType, bytes: content.length };
  return { file, variants: [{ variant: 'FULL', ...file }] };
}

async function furnishVoice({ env, storage, storageKey, content, waveform }: Given): Furnished {
  const readable = {
    bytes: content.length,
    read: async ({ start, end }: { start: number; end: number }) => content.subarray(start, end),
  };
  const place = { storage, key: variantKey({ storageKey }, 'FULL') };
  const voice = await keepVoice(place, readable, env.VOICE_MAX_SECONDS * 1_000);
  const { mediaType, bytes } = voice;
  return { file: { ...voice, waveform }, variants: [{ variant: 'FULL', mediaType, bytes }] };
}

const FURNISH: Record<Thing['kind'], (given: Given) => Furnished> = {
  IMAGE: furnishPicture,
  FILE: furnishFile,
  VOICE: furnishVoice,
};
