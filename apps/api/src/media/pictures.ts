import pLimit from 'p-limit';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { Env } from '../platform/env.ts';
import { FileRefusedError } from './errors.ts';

/** Pictures taken apart at once by one process: each takes memory for all of its pixels. */
const AT_ONCE = 2;
const PATIENCE_SECONDS = 20;
const PREVIEW_EDGE = 1280;
const THUMBNAIL_EDGE = 320;
/** What the algorithm takes at most. */
const HASH_EDGE = 100;

export interface Rendered {
  content: Buffer;
  mediaType: string;
  width: number;
  height: number;
}

export interface Picture {
  full: Rendered;
  preview: Rendered;
  thumbnail: Rendered;
  placeholder: Uint8Array<ArrayBuffer>;
  animated: boolean;
}

// What was decoded is looked at once and never again.
sharp.cache(false);
sharp.concurrency(1);
const turn = pLimit(AT_ONCE);

/** Formats are kept, so that a picture stays what it was: a photograph, a drawing with transparency, something that moves. */
const FORMATS = {
  'image/jpeg': (image: Sharp) => image.jpeg({ quality: 88 }),
  'image/png': (image: Sharp) => image.png(),
  'image/gif': (image: Sharp) => image.gif(),
  'image/webp': (image: Sharp) => image.webp({ quality: 88 }),
} as const;

export type PictureType = keyof typeof FORMATS;
export const PICTURE_TYPES = Object.keys(FORMATS) as PictureType[];

/**
 * A picture made anew from its pixels, the right way up: nothing comes through that a camera, or anybody else, has written
 * beside or behind them.
 */
export const renderPicture = (
  env: Pick<Env, 'IMAGE_MAX_PIXELS'>,
  content: Buffer,
  mediaType: PictureType,
): Promise<Picture> => turn(() => render(env, content, mediaType));

async function render(
  { IMAGE_MAX_PIXELS }: Pick<Env, 'IMAGE_MAX_PIXELS'>,
  content: Buffer,
  mediaType: PictureType,
): Promise<Picture> {
  const open = (animated: boolean) =>
    sharp(content, { limitInputPixels: IMAGE_MAX_PIXELS, failOn: 'error', animated })
      .timeout({ seconds: PATIENCE_SECONDS })
      .autoOrient();
  const moving = mediaType === 'image/gif' || mediaType === 'image/webp';
  try {
    const described = await sharp(content, {
      limitInputPixels: false,
      animated: moving,
    }).metadata();
    if (pixelsOf(described) > IMAGE_MAX_PIXELS) throw new FileRefusedError('IMAGE_TOO_MANY_PIXELS');
    const animated = moving && (described.pages ?? 1) > 1;
    const full = await finish(FORMATS[mediaType](open(animated)), mediaType);
    // From here on the pixels that were written, so that all variants show the same.
    return {
      full,
      preview: await shrink(full, PREVIEW_EDGE),
      thumbnail: await shrink(full, THUMBNAIL_EDGE),
      placeholder: await hash(full),
      animated,
    };
  } catch (error) {
    if (error instanceof FileRefusedError) throw error;
    throw new FileRefusedError('IMAGE_BROKEN');
  }
}

/** Of an animated picture the frames stand below one another. */
const pixelsOf = ({ width, height, pageHeight, pages }: Metadata): number =>
  width * Math.max(height, (pageHeight ?? 0) * (pages ?? 1));

async function finish(image: Sharp, mediaType: string): Promise<Rendered> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return { content: data, mediaType, width: info.width, height: info.pageHeight ?? info.height };
}

/** The first frame, no larger than a square of this edge. */
const shrink = ({ content }: Rendered, edge: number): Promise<Rendered> =>
  finish(
    sharp(content, { limitInputPixels: false })
      .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 }),
    'image/webp',
  );

async function hash({ content }: Rendered): Promise<Uint8Array<ArrayBuffer>> {
  const { data, info } = await sharp(content, { limitInputPixels: false })
    .resize(HASH_EDGE, HASH_EDGE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return new Uint8Array(rgbaToThumbHash(info.width, info.height, data));
}
