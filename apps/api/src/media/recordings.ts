import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AudioCodec, CustomSource, FilePathSource, Input, type Source } from 'mediabunny';
import pLimit from 'p-limit';
import type { Storage } from '../platform/storage.ts';
import { FileRefusedError } from './errors.ts';
import { FORMATS, remux, type Tracks } from './remuxing.ts';

/** What browsers play, by what the container says of itself. */
export const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/quicktime'];
export const VOICE_TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg', 'audio/mpeg', 'audio/wav'];
/** What browsers record, and what every one of them plays. */
const VOICE_CODECS: readonly AudioCodec[] = [
  ...(['opus', 'aac', 'vorbis', 'mp3'] as const),
  ...(['pcm-u8', 'pcm-s16', 'pcm-s24', 'pcm-s32', 'pcm-f32'] as const),
];

/** An object that is read where it is needed, so that a long film takes no more memory than a short one. */
export interface Readable {
  bytes: number;
  read(stretch: { start: number; end: number }): Promise<Buffer>;
}

export interface Recording {
  mediaType: string;
  durationMs: number;
  bytes: number;
}
export interface Film extends Recording {
  width: number;
  height: number;
}

/** Larger is no screen, and no film that a browser plays. */
const EDGE_MAX = 16_384;
/** Films and recordings written anew at once by one process. */
const AT_ONCE = 2;

const turn = pLimit(AT_ONCE);

/** That the storage or a disk is out of reach says nothing of a file. */
const isOutage = (error: unknown): boolean =>
  typeof (error as NodeJS.ErrnoException | null)?.syscall === 'string';

/** What `look` finds, or null where it cannot make sense of it. */
async function opened<Found>(
  source: Source,
  look: (input: Input) => Promise<Found | null>,
): Promise<Found | null> {
  const input = new Input({ formats: FORMATS, source });
  try {
    return await look(input);
  } catch (error) {
    if (isOutage(error)) throw error;
    return null;
  } finally {
    input.dispose();
  }
}

/** Writes what is in it anew, of what `choose` finds; false where it is nothing of the kind. */
async function rewritten(
  { bytes, read }: Readable,
  path: string,
  choose: (input: Input) => Promise<Tracks | null>,
): Promise<boolean> {
  let outage: unknown = null;
  const source = new CustomSource({
    getSize: () => bytes,
    read: async (start, end) => {
      const content = await read({ start, end }).catch((error: unknown) => {
        outage ??= error;
        throw error;
      });
      return new Uint8Array(content);
    },
    prefetchProfile: 'network',
    handleUnhandledError: () => {},
  });
  const done = await opened(source, async (input) => {
    const tracks = await choose(input);
    if (tracks) await remux(input, tracks, path, bytes);
    return tracks;
  });
  if (outage) throw outage;
  return done !== null;
}

/** What has been written says of itself; by then even its own words are ours. */
async function described(input: Input, path: string): Promise<Recording> {
  // The last packet of some containers does not say how long it lasts, but their head does.
  const ends = [await input.computeDuration(), (await input.getDurationFromMetadata()) ?? 0];
  return {
    // Without what it says of codecs.
    mediaType: (await input.getMimeType()).split(';')[0] ?? '',
    durationMs: Math.round(Math.max(...ends) * 1000),
    bytes: (await stat(path)).size,
  };
}

/** Its pictures, and its sound where that is one that a container of its kind takes. */
async function tracksOfFilm(input: Input): Promise<Tracks | null> {
  const seen = await input.getPrimaryVideoTrack();
  if (!seen || (await seen.getCodec()) === null) return null;
  for (const heard of await input.getAudioTracks())
    if ((await heard.getCodec()) !== null) return { seen, heard };
  return { seen, heard: null };
}

/** One voice, and nothing that could be seen. */
async function trackOfVoice(input: Input): Promise<Tracks | null> {
  const [heard, ...more] = await input.getAudioTracks();
  if (!heard || more.length > 0 || (await input.getPrimaryVideoTrack())) return null;
  const codec = await heard.getCodec();
  return codec && VOICE_CODECS.includes(codec) ? { seen: null, heard } : null;
}

/** Where something is kept that has been made. */
export interface Place {
  storage: Pick<Storage, 'writeFile'>;
  key: string;
}

/** Has a file made on this machine’s disk, so that a large one takes no memory, and keeps it. */
const kept = <Made>({ storage, key }: Place, make: (path: string) => Promise<Made>) =>
  turn(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'teahouse-made-'));
    try {
      const path = join(folder, 'whole');
      const made = await make(path);
      await storage.writeFile(key, path);
      return made;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

/** Keeps a film without anything beside its pictures and sound; answers what it is. */
export const keepFilm = (place: Place, readable: Readable): Promise<Film> =>
  kept(place, async (path) => {
    const film =
      (await rewritten(readable, path, tracksOfFilm)) &&
      (await opened(new FilePathSource(path), async (input) => {
        const track = await input.getPrimaryVideoTrack();
        if (!track) return null;
        const width = await track.getDisplayWidth();
        const height = await track.getDisplayHeight();
        return { ...(await described(input, path)), width, height };
      }));
    const edges = film ? [film.width, film.height] : [];
    const shown = edges.every((edge) => edge >= 1 && edge <= EDGE_MAX);
    if (!film || !shown || !lasts(film) || !VIDEO_TYPES.includes(film.mediaType))
      throw new FileRefusedError('VIDEO_BROKEN');
    return film;
  });

/** Keeps a recording without anything beside its sound; answers what it is. */
export const keepVoice = (
  place: Place,
  readable: Readable,
  longestMs: number,
): Promise<Recording> =>
  kept(place, async (path) => {
    const voice =
      (await rewritten(readable, path, trackOfVoice)) &&
      (await opened(new FilePathSource(path), (input) => described(input, path)));
    const mediaType = voice ? voice.mediaType.replace(/^video\//, 'audio/') : '';
    if (!voice || !lasts(voice) || !VOICE_TYPES.includes(mediaType))
      throw new FileRefusedError('VOICE_BROKEN');
    if (voice.durationMs > longestMs) throw new FileRefusedError('VOICE_TOO_LONG');
    return { ...voice, mediaType };
  });

const lasts = ({ durationMs }: Recording): boolean =>
  Number.isFinite(durationMs) && durationMs >= 1 && durationMs < 2 ** 31;
