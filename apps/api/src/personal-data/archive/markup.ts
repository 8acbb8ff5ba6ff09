import { createHash } from 'node:crypto';
import type { Language } from '../../platform/languages.ts';
import { escapeHtml } from '../../platform/text.ts';
import { STYLESHEET } from './stylesheet.ts';
import type { Place, Words } from './words.ts';

/** A piece of a page that is markup already. Nothing else is: whatever a person wrote is text. */
export class Markup {
  constructor(readonly html: string) {}
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

function write(piece: Piece): string {
  if (piece instanceof Markup) return piece.html;
  if (Array.isArray(piece)) return piece.map(write).join('');
  if (piece === null || piece === undefined || piece === false) return '';
  return escapeHtml(harmless(String(piece)));
}

/** Characters that turn the direction of what is read, or that no page may hold, are shown and not obeyed. */
const harmless = (text: string): string =>
  text.replace(/[[\p{Cc}--[\t\n\r]]\u202a-\u202e\u2066-\u2069]/gv, '\ufffd');

/** Markup in which every value is text, unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...values: Piece[]): Markup =>
  new Markup(
    strings.map((part, at) => part + (at < values.length ? write(values[at]) : '')).join(''),
  );

/** Only addresses of the web lead out of the archive. */
export const isWebAddress = (url: string): boolean => /^https?:\/\/[^\s]+$/i.test(url);

/** No script and nothing from elsewhere: pictures and recordings of the archive itself, and this one stylesheet. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLESHEET).digest('base64')}'`,
  "img-src 'self' file:",
  "media-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface Page {
  title: string;
  /** How many folders down it is. */
  depth: number;
  /** Which of the places at the head it belongs to. */
  place?: Place;
}

const PLACES: Record<Place, string> = {
  overview: 'index.html',
  conversations: 'pages/conversations.html',
  moments: 'pages/moments-0001.html',
  favourites: 'pages/favourites.html',
  contacts: 'pages/friends.html',
  account: 'pages/account.html',
};

/** Everything of a page before what it is about. */
export function pageHead(words: Words, language: Language, { title, depth, place }: Page): string {
  const links = (Object.keys(PLACES) as Place[]).map(
    (one) =>
      html`<a href="${'../'.repeat(depth) + PLACES[one]}"${
        one === place ? new Markup(' aria-current="page"') : ''
      }>${words.places[one]}</a>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${html`<title>${title} · ${words.archive}</title>`.html}
<style>${STYLESHEET}</style>
</head>
<body>
${html`<header class="top"><p class="brand">${words.brand}</p><nav aria-label="${words.archive}">${links}</nav></header>`.html}
<main>
${html`<h1>${title}</h1>`.html}
`;
}

export const pageFoot = (words: Words): string =>
  html`
</main>
<footer>${words.timesAreUtc}</footer>
</body>
</html>
`.html;

/** A page that is small enough to be written in one go. */
export const wholePage = (words: Words, language: Language, page: Page, body: Markup): string[] => [
  pageHead(words, language, page),
  body.html,
  pageFoot(words),
];
