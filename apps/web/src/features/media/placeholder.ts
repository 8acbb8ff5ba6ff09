import { thumbHashToDataURL } from 'thumbhash';

const known = new Map<string, string>();
const REMEMBER = 200;

/**
 * The blur that stands for a picture until it is there, as an address for `<img>` or a background. `placeholder` is a
 * thumbhash in base64; null where it says nothing.
 */
export function placeholderUrl(placeholder: string | null | undefined): string | null {
  if (!placeholder) return null;
  const found = known.get(placeholder);
  if (found !== undefined) return found || null;
  const url = decode(placeholder);
  known.set(placeholder, url);
  if (known.size > REMEMBER)
    for (const oldest of known.keys()) {
      known.delete(oldest);
      break;
    }
  return url || null;
}

function decode(placeholder: string): string {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(placeholder), (byte) => byte.charCodeAt(0)));
  } catch {
    return '';
  }
}
