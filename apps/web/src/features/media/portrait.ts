import type { Client } from 'urql';
import type { ResultOf } from '@/lib/graphql';
import type { Outcome } from '@/lib/urql/outcome';
import { ownAddress, smallerForm } from './addresses';
import { type Crop, drawnSide, type Size, sideOf } from './crop';
import type { Media_image } from './documents';
import { uploadFile } from './upload';
import type { ViewerItem } from './viewing';

type PortraitImage = ResultOf<typeof Media_image>;

/** A picture of this device, opened to cut a square out of it. */
export interface OpenPicture extends Size {
  url: string;
  image: HTMLImageElement;
}

/** Null when this browser cannot read it. Whoever opens one revokes its address. */
export async function openPicture(file: Blob): Promise<OpenPicture | null> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  const read = await image.decode().then(
    () => image.naturalWidth > 0 && image.naturalHeight > 0,
    () => false,
  );
  if (read) return { url, image, width: image.naturalWidth, height: image.naturalHeight };
  URL.revokeObjectURL(url);
  return null;
}

const TYPE = 'image/jpeg';
const QUALITY = 0.9;

/** The square as a picture of its own. What is transparent becomes white, as on paper. */
export async function cutOut({ image, ...size }: OpenPicture, crop: Crop): Promise<Blob | null> {
  const drawn = drawnSide(size, crop);
  const canvas = document.createElement('canvas');
  canvas.width = drawn;
  canvas.height = drawn;
  const paper = canvas.getContext('2d');
  if (!paper) return null;
  paper.fillStyle = 'white';
  paper.fillRect(0, 0, drawn, drawn);
  paper.imageSmoothingQuality = 'high';
  const side = sideOf(size, crop);
  const corner = [crop.x - side / 2, crop.y - side / 2] as const;
  paper.drawImage(image, ...corner, side, side, 0, 0, drawn, drawn);
  return new Promise((resolve) => canvas.toBlob(resolve, TYPE, QUALITY));
}

export type PortraitRefusal = { error: string; limit?: number; retryAt?: string };
export type PortraitOutcome = { ok: true } | ({ ok: false } & PortraitRefusal);
/** Has a picture stand for somebody or something; null: none. */
export type SavePortrait = (fileId: string | null) => Promise<Outcome<object, string>>;

interface Sending {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** Brings a square to the server and has it stand for whom it is meant. */
export async function sendPortrait(
  client: Client,
  save: SavePortrait,
  bytes: Blob,
  sending: Sending,
): Promise<PortraitOutcome> {
  const file = { kind: 'IMAGE', name: 'portrait.jpg', mediaType: TYPE, bytes } as const;
  const outcome = await uploadFile(client, file, sending);
  if (outcome.kind === 'refused') {
    const { rule, limit, retryAt } = outcome.reason;
    return { ok: false, error: rule, ...(limit && { limit }), ...(retryAt && { retryAt }) };
  }
  if (outcome.kind !== 'uploaded') return { ok: false, error: 'UNREACHABLE' };
  return save(outcome.fileId);
}

/** A picture that stands for somebody, as the viewer shows it: under their name instead of its own. */
export function portraitItem(image: PortraitImage, name: string): ViewerItem {
  const { id, width, height, placeholder, animated, url } = image;
  return {
    ...{ id, kind: 'IMAGE', name, width, height, placeholder, animated },
    previewUrl: smallerForm(url, 'preview'),
    fullUrl: ownAddress(url),
  };
}
