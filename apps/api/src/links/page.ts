import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { isBlank, oneLine } from '../platform/text.ts';

/** What a page says of itself, fit to be shown: one line each, without control and direction characters. */
export interface PageSummary {
  title: string;
  description: string | null;
  siteName: string | null;
}

/** In code points. */
export const SUMMARY_MAX = { title: 200, description: 500, siteName: 100 } as const;

/** The names a page may use, the most deliberate first. */
const SOURCES = {
  title: ['og:title', 'twitter:title', '<title>'],
  description: ['og:description', 'twitter:description', 'description'],
  siteName: ['og:site_name', 'application-name'],
} as const;
const WANTED = new Set<string>(Object.values(SOURCES).flat());

/** No field is longer, not even before it is tidied: a page must not make us hold it twice. */
const RAW_MAX = 4_000;

/** Reads the head of a page. Null when it has no title: then there is nothing to show. */
export function summarisePage(html: string): PageSummary | null {
  const found = readHead(html);
  const pick = (field: keyof typeof SOURCES) => {
    for (const name of SOURCES[field]) {
      const text = tidyLine(found.get(name) ?? '', SUMMARY_MAX[field]);
      if (!isBlank(text)) return text;
    }
    return null;
  };
  const title = pick('title');
  return title === null
    ? null
    : { title, description: pick('description'), siteName: pick('siteName') };
}

/** How far into a page its own word for its encoding is looked for (the HTML standard's number). */
const PRESCAN_BYTES = 1024;

/** Bytes as text: by their mark, by what the server says, by what the page says, and as UTF-8 otherwise. */
export function decodePage(bytes: Buffer, charset?: string): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'feff' || mark === 'fffe')
    return new TextDecoder(mark === 'feff' ? 'utf-16be' : 'utf-16le').decode(bytes);
  if (bytes.subarray(0, 3).toString('hex') === 'efbbbf') return new TextDecoder().decode(bytes);
  const beginning = bytes.subarray(0, PRESCAN_BYTES).toString('latin1');
  const own = /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/iu.exec(beginning)?.[1];
  // A page that could be read as far as this word is not written in the encoding that the word names.
  const plausible = own && !/^utf-?16/iu.test(own) ? own : undefined;
  return decoderOf(charset ?? plausible).decode(bytes);
}

function decoderOf(charset = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/** One line without what could disturb the text around it, of at most so many code points. */
export function tidyLine(text: string, most: number): string {
  const line = oneLine(text.replace(/\p{Cs}/gu, ''));
  const points = [...line];
  if (points.length <= most) return line;
  return `${points
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`;
}

/**
 * The first value of each wanted name. A tokenizer without a tree: it keeps nothing and looks back at nothing, so that
 * its time grows with the length of the page alone, whatever the page is made of. It stops where the body begins, for
 * what stands there may be written by the site's visitors.
 */
function readHead(html: string): Map<string, string> {
  const head = new HeadReader(html);
  const tokenizer = new Tokenizer({ decodeEntities: true }, head);
  head.stop = () => tokenizer.pause();
  tokenizer.write(html);
  if (!head.ended) tokenizer.end();
  return head.found;
}

class HeadReader implements TokenizerCallbacks {
  readonly found = new Map<string, string>();
  ended = false;
  stop = () => {};
  private tag = '';
  private attribute = '';
  private value = '';
  private meta: { name?: string; content?: string } = {};
  private title: string | null = null;

  constructor(private readonly html: string) {}

  onopentagname(start: number, end: number): void {
    this.tag = this.name(start, end);
    this.meta = {};
    if (this.tag === 'body') this.end();
  }
  onattribname(start: number, end: number): void {
    this.attribute = this.tag === 'meta' ? this.name(start, end) : '';
    this.value = '';
  }
  onattribdata(start: number, end: number): void {
    if (this.attribute) this.value = this.longer(this.value, this.html.slice(start, end));
  }
  onattribentity(codePoint: number): void {
    if (this.attribute) this.value = this.longer(this.value, String.fromCodePoint(codePoint));
  }
  onattribend(): void {
    if (this.attribute === 'property' || this.attribute === 'name')
      this.meta.name ??= this.value.trim().toLowerCase();
    if (this.attribute === 'content') this.meta.content ??= this.value;
  }
  onopentagend(): void {
    const { name, content } = this.meta;
    if (this.tag === 'meta' && name && content) this.keep(name, content);
    if (this.tag === 'title') this.title = '';
  }
  onselfclosingtag(): void {
    this.onopentagend();
  }
  ontext(start: number, end: number): void {
    if (this.title !== null) this.title = this.longer(this.title, this.html.slice(start, end));
  }
  ontextentity(codePoint: number): void {
    if (this.title !== null) this.title = this.longer(this.title, String.fromCodePoint(codePoint));
  }
  onclosetag(start: number, end: number): void {
    const tag = this.name(start, end);
    if (tag === 'title' && this.title !== null) {
      this.keep('<title>', this.title);
      this.title = null;
    }
    if (tag === 'head') this.end();
  }
  onend(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  private end(): void {
    this.ended = true;
    this.stop();
  }
  private keep(name: string, value: string): void {
    if (WANTED.has(name) && !this.found.has(name)) this.found.set(name, value);
  }
  /** Names longer than any that matters are as good as none. */
  private name(start: number, end: number): string {
    return end - start > 20 ? '' : this.html.slice(start, end).toLowerCase();
  }
  private longer(text: string, more: string): string {
    return text.length >= RAW_MAX ? text : text + more.slice(0, RAW_MAX - text.length);
  }
}
