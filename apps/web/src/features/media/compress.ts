import { uploadLimits } from './limits';

/** Enough for a large screen at twice its density; what is larger only costs the reader's time. */
const MAX_PIXELS = 8_000_000;
/** What browsers can still draw on, and panoramas stay sharp in. */
const MAX_SIDE = 8_192;
/** Below it, making a picture smaller is not worth what it loses. */
const SMALL_ENOUGH = 1_500_000;
const QUALITIES = [0.86, 0.76, 0.64];
/** So often it is made smaller still when even the lowest quality is too large. */
const ROUNDS = 5;
const SHRINK = 0.8;

export interface Size {
  width: number;
  height: number;
}

/** The size to draw a picture in: itself, or as much smaller as the bounds ask for. */
export function drawnSize({ width, height }: Size): Size {
  const byArea = Math.sqrt(MAX_PIXELS / (width * height));
  const bySide = MAX_SIDE / Math.max(width, height);
  return scaled({ width, height }, Math.min(1, byArea, bySide));
}

const scaled = ({ width, height }: Size, by: number): Size => ({
  width: Math.max(1, Math.round(width * by)),
  height: Math.max(1, Math.round(height * by)),
});

/** Whether it has more than one picture: drawing it would keep the first only. */
export function isAnimated(mediaType: string, head: Uint8Array): boolean {
  if (mediaType === 'image/gif') return true;
  const text = String.fromCharCode(...head);
  if (mediaType === 'image/webp') return text.includes('ANIM');
  return mediaType === 'image/png' && text.includes('acTL');
}

/** Of the kinds that are sent as they are, as far as their size allows it. */
export const SHOWN_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

export interface Compressed extends Size {
  bytes: Blob;
  mediaType: string;
  /** Of what moves: its first picture, for those who want nothing to move by itself. */
  poster?: Blob;
}

const POSTER_SIDE = 640;

/** Where its parts are named: far enough for the chunks that come before the first picture. */
const HEAD_BYTES = 4_096;

/**
 * A picture as it is sent: turned the right way up, no larger than a screen needs, and never above what is taken. Null
 * when this browser cannot read it. What moves stays as it is.
 */
export async function compressPicture(file: Blob): Promise<Compressed | null> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(
    () => null,
  );
  if (!bitmap) return null;
  try {
    const { width, height } = bitmap;
    const target = drawnSize({ width, height });
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const asItIs = { bytes: file, mediaType: file.type, width, height };
    const shown = SHOWN_TYPES.includes(file.type);
    if (shown && isAnimated(file.type, head)) return { ...asItIs, ...(await posterOf(bitmap)) };
    if (shown && file.size <= SMALL_ENOUGH && target.width === width) return asItIs;
    const drawn = await drawWithin(bitmap, target);
    // A picture that was well packed already may grow by being packed anew.
    const worse = shown && target.width === width && (drawn?.bytes.size ?? 0) >= file.size;
    return drawn && !worse ? drawn : asItIs;
  } finally {
    bitmap.close();
  }
}

async function posterOf(bitmap: ImageBitmap): Promise<{ poster?: Blob }> {
  const by = Math.min(1, POSTER_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = draw(bitmap, scaled(bitmap, by));
  const poster = canvas && (await toBlob(canvas, 'image/webp', 0.8));
  return poster ? { poster } : {};
}

async function drawWithin(bitmap: ImageBitmap, target: Size): Promise<Compressed | null> {
  let size = target;
  let best: Compressed | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const canvas = draw(bitmap, size);
    if (!canvas) return null;
    const mediaType = hasHoles(canvas) ? 'image/webp' : 'image/jpeg';
    for (const quality of QUALITIES) {
      const bytes = await toBlob(canvas, mediaType, quality);
      if (!bytes) return best;
      best = { bytes, mediaType: bytes.type, ...size };
      if (bytes.size <= uploadLimits().imageBytes) return best;
    }
    size = scaled(size, SHRINK);
  }
  return best;
}

export function draw(source: CanvasImageSource, { width, height }: Size): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** A coarse look: JPEG has no holes, and would fill them with black. */
function hasHoles(canvas: HTMLCanvasElement): boolean {
  const size = { width: Math.min(64, canvas.width), height: Math.min(64, canvas.height) };
  const small = draw(canvas, size)?.getContext('2d');
  const pixels = small?.getImageData(0, 0, size.width, size.height).data ?? [];
  for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 250) return true;
  return false;
}

export const toBlob = (canvas: HTMLCanvasElement, mediaType: string, quality: number) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, mediaType, quality));
