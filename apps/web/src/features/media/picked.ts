import { uploadLimits } from './limits';

/** What a file is sent as. What no browser could show is a FILE, whatever it calls itself. */
export type SentKind = 'IMAGE' | 'VIDEO' | 'FILE' | 'VOICE';

/** A file that is ready to be uploaded: its bytes, and what can be told of it before anybody has answered. */
export interface PreparedFile {
  kind: SentKind;
  /** As it was called on this device. */
  name: string;
  mediaType: string;
  bytes: Blob;
  /** In pixels, as it is shown. */
  width?: number;
  height?: number;
  durationMs?: number;
  /** Of what moves: one of its first pictures. */
  poster?: Blob;
  /** Of a voice message: how loud it is, from beginning to end. */
  waveform?: number[];
}

/** As many as fit into one look, and as Moments show. */
export const MAX_PICKED = 9;

export interface TooLarge {
  limit: number;
  size: number;
}

/** Said before anything is taken on: a file that would be refused in the end would only wait in vain. */
export function tooLarge({ kind, bytes }: Pick<PreparedFile, 'kind' | 'bytes'>): TooLarge | null {
  const { imageBytes, fileBytes } = uploadLimits();
  const limit = kind === 'IMAGE' ? imageBytes : fileBytes;
  return bytes.size > limit ? { limit, size: bytes.size } : null;
}
