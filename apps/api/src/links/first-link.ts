/** In characters, as written and as normalised (percent-encoded, host in Punycode). */
export const LINK_MAX = 2_000;

/** Ends at white space, quotes, brackets of the surrounding text and Chinese punctuation. */
const ADDRESS = /https?:\/\/[^\s<>"`\\^{|}“”‘’「」『』《》〈〉【】〔〕（），。；：！？、…]+/giu;
/** Punctuation that belongs to the sentence, or to Markdown, rather than to the address. */
const TRAILING = /[.,;:!?'*_~]$/u;
const FENCE = /^ {0,3}(`{3,}|~{3,})/u;
const CODE_SPAN = /`[^`\n]+`/gu;

/**
 * The first http(s) address of a text or of Markdown, normalised; null when there is none. What stands in code is not a
 * link: nobody is sent there, and a log may hold addresses that must not be called.
 */
export function firstLink(text: string): string | null {
  for (const match of outsideCode(text).matchAll(ADDRESS)) {
    const link = normaliseLink(trimAddress(match[0]));
    if (link) return link;
  }
  return null;
}

/** The one form of an address; null when it is none that a browser would open, or longer than LINK_MAX. */
export function normaliseLink(address: string): string | null {
  if (address.length > LINK_MAX || !URL.canParse(address)) return null;
  const { protocol, hostname, href } = new URL(address);
  const isWeb = (protocol === 'http:' || protocol === 'https:') && hostname !== '';
  return isWeb && href.length <= LINK_MAX ? href : null;
}

function outsideCode(text: string): string {
  let fence: string | null = null;
  const lines = text.split('\n').filter((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence === null) {
      fence = mark ?? null;
      return mark === undefined;
    }
    // A fence is closed by one of its own kind, as long or longer, with nothing behind it.
    if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
    return false;
  });
  return lines.join('\n').replace(CODE_SPAN, ' ');
}

/** Cuts at the first bracket that the address did not open itself, and then what ends a sentence. */
function trimAddress(found: string): string {
  const open: Record<string, number> = { '(': 0, '[': 0 };
  const opener: Record<string, string> = { ')': '(', ']': '[' };
  let end = found.length;
  for (let at = 0; at < found.length; at++) {
    const character = found.charAt(at);
    if (character in open) open[character] = (open[character] ?? 0) + 1;
    const own = opener[character];
    if (own === undefined) continue;
    const left = (open[own] ?? 0) - 1;
    open[own] = left;
    if (left < 0) {
      end = at;
      break;
    }
  }
  while (end > 0 && TRAILING.test(found.charAt(end - 1))) end--;
  return found.slice(0, end);
}
