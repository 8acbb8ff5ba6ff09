import { type ClassValue, clsx } from 'clsx';

/** Utilities that begin alike and decide different things, or begin differently and decide the same. */
const KINDS: readonly (readonly [kind: string, words: RegExp])[] = [
  ['display', /^(?:block|inline|inline-block|flex|inline-flex|grid|inline-grid|contents|hidden)$/],
  ['position', /^(?:static|relative|absolute|fixed|sticky)$/],
  ['text align', /^text-(?:start|center|end)$/],
  ['text size', /^text-(?:meta|label|body|lead|title|display|\[[\d.]+\w+\])$/],
  ['text colour', /^text-(?!balance|pretty|wrap|nowrap|ellipsis|clip)/],
  ['font weight', /^font-(?:normal|medium|semibold|bold)$/],
];
/** What stands before a value: of two that begin alike, the later value counts. */
const BEGINNINGS =
  /^-?(?:(?:min-|max-)?[hw]|size|[pm][xytbse]?|gap(?:-[xy])?|inset(?!-(?:ring|shadow))(?:-[xy])?|top|bottom|start|end|z|bg(?!-(?:cover|contain|center|no-repeat|\[))|rounded(?!-(?:[tbse]{1,2}|[lr])(?:-|$))|shadow|opacity|cursor|duration|leading|grid-cols)(?=-|$)/;

const kinds = new Map<string, string>();
const joined = new Map<string, string>();

/**
 * Joins class names; a later utility wins over an earlier one of the same kind and state. One that decides more
 * (`size-8`) leaves one that decides less (`h-9`) where it is.
 */
export function cn(...classes: ClassValue[]): string {
  const given = clsx(classes);
  const known = joined.get(given);
  if (known !== undefined) return known;
  const last = new Map<string, string>();
  for (const utility of given.split(' ')) last.set(kindOf(utility), utility);
  const answer = [...last.values()].join(' ');
  joined.set(given, answer);
  return answer;
}

/** What a utility decides, and in which state; itself where it overrules nothing. */
function kindOf(utility: string): string {
  const known = kinds.get(utility);
  if (known) return known;
  const at = endOfState(utility);
  const word = utility.slice(at);
  const kind =
    KINDS.find(([, words]) => words.test(word))?.[0] ??
    BEGINNINGS.exec(word)?.[0].replace(/^-/, '');
  const found = kind ? utility.slice(0, at) + kind : utility;
  kinds.set(utility, found);
  return found;
}

/** Behind the last colon that stands in no brackets. */
function endOfState(utility: string): number {
  let depth = 0;
  for (let at = utility.length - 1; at >= 0; at -= 1) {
    const letter = utility[at];
    if (letter === ']' || letter === ')') depth += 1;
    else if (letter === '[' || letter === '(') depth -= 1;
    else if (letter === ':' && depth === 0) return at + 1;
  }
  return 0;
}
