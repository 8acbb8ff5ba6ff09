import { CustomSource, Input, MP3, MP4, OGG, QTFF, WAVE, WEBM } from 'mediabunny';
import { FileRefusedError } from './errors.ts';

/** What browsers play, by what the container says of itself. */
export const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/quicktime'];
export const VOICE_TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg', 'audio/mpeg', 'audio/wav'];

/** An object that is read where it is needed, so that a long film takes no more memory than a short one. */
export interface Readable {
  bytes: number;
  read(stretch: { start: number; end: number }): Promise<Buffer>;
}

export interface Recording {
  mediaType: string;
  durationMs: number;
}
export interface Film extends Recording {
  width: number;
  height: number;
}

/** Larger is no screen, and no film that a browser plays. */
const EDGE_MAX = 16_384;

/** Self-contained ones only: a playlist would have other places fetched. */
const FORMATS = [MP4, QTFF, WEBM, OGG, MP3, WAVE];

/** What `look` finds, or null where it cannot make sense of it. That the storage is out of reach says nothing of a file. */
async function opened<Found>(
  { bytes, read }: Readable,
  look: (input: Input) => Promise<Found | null>,
): Promise<Found | null> {
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
  const input = new Input({ formats: FORMATS, source });
  const found = await look(input).catch(() => null);
  input.dispose();
  if (outage) throw outage;
  return found;
}

/** Without what it says of codecs. */
const containerOf = async (input: Input): Promise<string> =>
  (await input.getMimeType()).split(';')[0] ?? '';

const durationOf = async (input: Input): Promise<number> =>
  Math.round((await input.computeDuration()) * 1000);

export async function readFilm(readable: Readable): Promise<Film> {
  const film = await opened(readable, async (input) => {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return null;
    const width = await track.getDisplayWidth();
    const height = await track.getDisplayHeight();
    const mediaType = await containerOf(input);
    return { mediaType, width, height, durationMs: await durationOf(input) };
  });
  const edges = film ? [film.width, film.height] : [];
  const shown = edges.every((edge) => edge >= 1 && edge <= EDGE_MAX);
  if (!film || !shown || !lasts(film) || !VIDEO_TYPES.includes(film.mediaType))
    throw new FileRefusedError('VIDEO_BROKEN');
  return film;
}

export async function readVoice(readable: Readable, longestMs: number): Promise<Recording> {
  const voice = await opened(readable, async (input) => {
    const [spoken, seen] = [await input.getPrimaryAudioTrack(), await input.getPrimaryVideoTrack()];
    if (!spoken || seen) return null;
    const mediaType = (await containerOf(input)).replace(/^video\//, 'audio/');
    return { mediaType, durationMs: await durationOf(input) };
  });
  if (!voice || !lasts(voice) || !VOICE_TYPES.includes(voice.mediaType))
    throw new FileRefusedError('VOICE_BROKEN');
  if (voice.durationMs > longestMs) throw new FileRefusedError('VOICE_TOO_LONG');
  return voice;
}

const lasts = ({ durationMs }: Recording): boolean =>
  Number.isFinite(durationMs) && durationMs >= 1 && durationMs < 2 ** 31;
