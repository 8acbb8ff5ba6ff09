const SCRIPT = '/sw.js';
/** Not while the page is still busy with itself. */
const AFTER_MS = 3_000;

let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Makes this version of the app open without a network too: now, and again when its look has changed. Browsers have
 * service workers only on pages served by https or from the same machine.
 */
export function keepForOffline(afterMs: number = AFTER_MS): void {
  if (typeof navigator === 'undefined' || !('serviceWorker' in navigator)) return;
  if (process.env.NODE_ENV !== 'production') return void leave();
  clearTimeout(timer);
  timer = setTimeout(() => void ask().catch(() => {}), afterMs);
}

async function ask(): Promise<void> {
  await navigator.serviceWorker.register(SCRIPT, { updateViaCache: 'none' });
  const { active } = await navigator.serviceWorker.ready;
  const { build } = document.documentElement.dataset;
  active?.postMessage({ build, look: look() });
}

/** What the server makes a page's looks from. */
function look(): string {
  const cookies = document.cookie.split('; ').filter((pair) => pair.startsWith('teahouse_'));
  return [document.documentElement.lang, ...cookies.sort()].join('; ');
}

/** As the worker calls them. */
const PICTURES = 'teahouse-pictures';

/** What has been kept of pictures for a time without a network, somebody else at this browser is not to see. */
export async function forgetPictures(): Promise<void> {
  await globalThis.caches?.delete(PICTURES).catch(() => false);
}

/** In development files change under the same name: what a production build has left here must not answer for them. */
async function leave(): Promise<void> {
  for (const registration of await navigator.serviceWorker.getRegistrations())
    await registration.unregister();
}
