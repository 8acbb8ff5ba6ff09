import { draw, type Size, toBlob } from './compress';

export interface FilmFacts extends Size {
  durationMs: number;
  poster: Blob | null;
}

/** A browser that says nothing of a film for so long will not play it either. */
const PATIENCE_MS = 10_000;
/** Black is what most films begin with. */
const POSTER_AT_S = 0.4;
const POSTER_SIDE = 1_280;
const POSTER_QUALITY = 0.82;

/** Duration, size and one of the first pictures of a video; null when this browser cannot play it. */
export async function filmFacts(file: Blob): Promise<FilmFacts | null> {
  const film = document.createElement('video');
  const address = URL.createObjectURL(file);
  Object.assign(film, { muted: true, playsInline: true, preload: 'auto', src: address });
  try {
    await once(film, 'loadedmetadata');
    const { videoWidth: width, videoHeight: height } = film;
    if (!width || !height) return null;
    const seconds = await durationOf(film);
    film.currentTime = Math.min(POSTER_AT_S, seconds / 2);
    await once(film, 'seeked');
    return { width, height, durationMs: Math.round(seconds * 1000), poster: await posterOf(film) };
  } catch {
    return null;
  } finally {
    film.removeAttribute('src');
    film.load();
    URL.revokeObjectURL(address);
  }
}

/** What browsers record themselves does not say how long it is before one has been to its end. */
async function durationOf(film: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(film.duration)) return film.duration;
  film.currentTime = Number.MAX_SAFE_INTEGER;
  await once(film, 'seeked');
  return Number.isFinite(film.duration) ? film.duration : film.currentTime;
}

async function posterOf(film: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = film;
  const by = Math.min(1, POSTER_SIDE / Math.max(width, height));
  const size = { width: Math.round(width * by), height: Math.round(height * by) };
  const canvas = draw(film, size);
  return canvas && toBlob(canvas, 'image/jpeg', POSTER_QUALITY);
}

function once(film: HTMLVideoElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`The video could not be read (${name}).`));
    const timer = setTimeout(fail, PATIENCE_MS);
    const settle = (then: () => void) => () => {
      clearTimeout(timer);
      then();
    };
    film.addEventListener(name, settle(resolve), { once: true });
    film.addEventListener('error', settle(fail), { once: true });
  });
}
