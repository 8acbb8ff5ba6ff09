const HUES = 9;

/** FNV-1a: the same person keeps the same hue on every device and in every session. */
export function hueOf(seed: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    hash ^= seed.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % HUES;
}

const ideograph = /\p{Script=Han}/u;
const word = /[\p{L}\p{N}]/u;

/** The last Chinese character of a name (the given name, as people are called), else up to two initials. */
export function initialsOf(name: string): string {
  const characters = Array.from(name.normalize('NFC').trim());
  const chinese = characters.filter((character) => ideograph.test(character));
  const last = chinese.at(-1);
  if (last) return last;
  const words = name.trim().split(/[\s._-]+/u);
  const initials = words
    .map((part) => Array.from(part).find((character) => word.test(character)))
    .filter((character) => character !== undefined);
  const first = initials[0];
  if (!first) return characters[0] ?? '';
  const final = initials.length > 1 ? initials.at(-1) : '';
  return `${first}${final ?? ''}`.toLocaleUpperCase();
}
