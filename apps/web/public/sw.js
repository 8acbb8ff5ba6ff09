/**
 * Opens the app where there is no network. It keeps the built files of one version of the app and one page, the shell,
 * which bears nothing of anybody: who is signed in on this device, and what they have seen, the page itself finds in its
 * own storage. Everything else, and everything personal, goes to the network as if this were not here.
 *
 * Pages come from the network first, so a new version is there as soon as it has been deployed. What is kept is replaced
 * as a whole, after a page of the new version has loaded and asked for it; the version before stays for pages still open.
 */
const SHELL = '/offline';
const ASSETS = '/offline/assets';
const LOOK = '/offline/look';
const CURRENT_NAME = '/offline/current';
const BUILT = '/_next/static/';
const CACHE = 'teahouse-app/';
/** Says which version is the one that opens: the one whose page has asked last. */
const CURRENT = 'teahouse-current';
/** Versions kept: the one that opens, and the one before, of which a page may still be open. */
const VERSIONS = 2;
/** A network that says nothing for so long is as good as none. */
const PATIENCE_MS = 4_000;
/** Addresses that are no pages of the app. */
const NO_PAGE = /^\/(?:api|graphql|files|storage)(?:\/|$)|\.[a-z0-9]+$/;
/** Forms of a picture that are small, and never change. */
const PICTURE = /^\/files\/[\w-]+\/(?:thumbnail|preview|poster)$/;
const PICTURES = 'teahouse-pictures';
/** The oldest give way. */
const PICTURES_KEPT = 400;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener('activate', (event) => {
  event.waitUntil(
    Promise.all([self.registration.navigationPreload?.enable(), self.clients.claim()]),
  );
});

self.addEventListener('message', (event) => {
  const { build, look } = event.data ?? {};
  if (typeof build === 'string') event.waitUntil(keep(build, String(look)).catch(() => {}));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!NO_PAGE.test(pathname)) event.respondWith(page(event));
  } else if (pathname.startsWith(BUILT)) event.respondWith(built(request));
  else if (PICTURE.test(pathname)) event.respondWith(picture(event));
  else if (isFrame(request)) event.respondWith(framed(request));
});

/** The network's answer, unless it fails, takes too long, or is a server's trouble: then the shell. */
async function page(event) {
  const network = fromNetwork(event);
  event.waitUntil(network.catch(() => {}));
  const shell = await keptShell();
  if (!shell) return network;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([network.catch(() => null), late]);
  return answer && answer.status < 500 ? answer : shell;
}

async function fromNetwork(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

/** Built files bear a hash of their content in their name: one that is here is the right one. */
async function built(request) {
  return (await match(request.url)) ?? fetch(request);
}

/**
 * Whether somebody may still see a picture, the network says each time; what it shows is kept for when there is none, and
 * what it denies is not kept any longer.
 */
async function picture(event) {
  const { request } = event;
  const kept = await caches.open(PICTURES);
  let answer;
  try {
    answer = await fetch(request);
  } catch (error) {
    const found = await kept.match(request.url);
    if (found) return found;
    throw error;
  }
  if (answer.ok) event.waitUntil(keepPicture(kept, request.url, answer.clone()).catch(() => {}));
  else if (answer.status === 404) event.waitUntil(kept.delete(request.url));
  return answer;
}

async function keepPicture(kept, url, answer) {
  await kept.put(url, answer);
  const known = await kept.keys();
  for (const old of known.slice(0, Math.max(0, known.length - PICTURES_KEPT)))
    await kept.delete(old);
}

/** The icon and the manifest: what the shell needs besides built files. */
function isFrame({ destination }) {
  return destination === 'manifest' || destination === 'image';
}

async function framed(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await match(request.url);
    if (kept) return kept;
    throw error;
  }
}

async function match(url) {
  for (const name of await versions()) {
    const found = await (await caches.open(name)).match(url, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

function keptShell() {
  return match(SHELL);
}

/** The one that opens first, then the newest. */
async function versions() {
  const current = await (await (await caches.open(CURRENT)).match(CURRENT_NAME))?.text();
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHE)).reverse();
  return names.sort((a, b) => Number(b === current) - Number(a === current));
}

async function makeCurrent(name) {
  await (await caches.open(CURRENT)).put(CURRENT_NAME, new Response(name));
}

let keeping = Promise.resolve();

/** One after the other: two tabs may ask at once. */
function keep(build, look) {
  keeping = keeping.then(
    () => keepVersion(build, look),
    () => keepVersion(build, look),
  );
  return keeping;
}

/**
 * Keeps the version that the asking page is of, with a shell in the language and the colours that it has. The shell comes
 * after the files: a version without one was interrupted, and does not count.
 */
async function keepVersion(build, look) {
  const cache = await caches.open(CACHE + build);
  const keptLook = await (await cache.match(LOOK))?.text();
  if (keptLook === look && (await cache.match(SHELL, { ignoreVary: true })))
    return makeCurrent(CACHE + build);
  const assets = await (await fetch(ASSETS, { cache: 'no-store' })).json();
  const shell = await fetch(SHELL, { cache: 'no-store' });
  const html = await shell.clone().text();
  // In the middle of a deployment: the next page to load will ask again.
  if (!shell.ok || assets.build !== build || !html.includes(`data-build="${build}"`)) {
    if (!(await cache.match(SHELL, { ignoreVary: true }))) await caches.delete(CACHE + build);
    return;
  }
  const wanted = [...assets.files, ...frameOf(html)];
  await Promise.all(wanted.map((url) => keepFile(cache, url)));
  await cache.put(SHELL, shell);
  await cache.put(LOOK, new Response(look));
  await makeCurrent(CACHE + build);
  for (const name of (await versions()).slice(VERSIONS)) await caches.delete(name);
}

async function keepFile(cache, url) {
  if (await cache.match(url)) return;
  // Most files are the same in the next version.
  const answer = (await match(url)) ?? (await fetch(url));
  if (!answer.ok) throw new Error(`${url} could not be kept: ${answer.status}`);
  await cache.put(url, answer);
}

/** Icon and manifest, as the page itself names them. */
function frameOf(html) {
  const links = html.match(/<link [^>]*rel="(?:icon|manifest|apple-touch-icon)"[^>]*>/g) ?? [];
  return links
    .map((link) => /href="([^"]+)"/.exec(link)?.[1].replaceAll('&amp;', '&'))
    .filter(Boolean);
}
