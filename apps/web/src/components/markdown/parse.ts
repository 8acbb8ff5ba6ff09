import MarkdownIt, { type Token } from 'markdown-it';
import { safeHref } from './links';

/** A stretch of Markdown and what it holds. */
export interface MarkdownNode {
  token: Token;
  children: MarkdownNode[];
}

/** Blocks within blocks; a list in a list counts two. Deeper than anybody reads. */
const DEPTH_MAX = 24;

/** Rows of a table are filled up to its columns: a few thousand characters could make ten times as many cells. */
const TOKENS_MAX = 25_000;

/** GitHub's Markdown, as far as messages go: no HTML at all. */
const parser = new MarkdownIt({ html: false, linkify: true, maxNesting: DEPTH_MAX });
parser.validateLink = (address) => safeHref(address) !== null;
parser.linkify.add('ftp:', null).add('//', null);

// What lies deeper than that the parser leaves out without a word; a message must not lose any.
const tokenize = parser.block.tokenize.bind(parser.block);
parser.block.tokenize = (state, start, end) => {
  if (state.level >= DEPTH_MAX) state.env.tooDeep = true;
  tokenize(state, start, end);
};

/** The message as a tree; null when it is so deep or so large that it had better be shown as it was written. */
export function parseMarkdown(text: string): MarkdownNode[] | null {
  const env: { tooDeep?: boolean } = {};
  const tokens = parser.parse(text, env);
  return env.tooDeep || tokens.length > TOKENS_MAX ? null : nest(tokens);
}

function nest(tokens: readonly Token[]): MarkdownNode[] {
  const roots: MarkdownNode[] = [];
  const open: MarkdownNode[] = [];
  for (const token of tokens) {
    if (token.nesting < 0) {
      open.pop();
      continue;
    }
    const node: MarkdownNode = { token, children: nest(token.children ?? []) };
    (open.at(-1)?.children ?? roots).push(node);
    if (token.nesting > 0) open.push(node);
  }
  return roots;
}
