import { createLowlight } from 'lowlight';
import type { Language } from './languages';

/** A stretch of code of one colour. */
export interface Run {
  text: string;
  /** What it is, in highlight.js' words: `keyword`, `string`, `title` … */
  scope: string | null;
}

/**
 * Longer code stays plain. Some grammars take time by the square of what they read (20,000 letters without a bracket:
 * seconds, in C), and nobody's message may hold up another's window; at this length the worst is a blink.
 */
const CODE_MAX = 6_000;
const CACHE_MAX = 200;

const lowlight = createLowlight();
/** What was coloured last. Rows of a history come and go while one scrolls. */
const cache = new Map<string, Run[]>();

type Tree = ReturnType<typeof lowlight.highlight>;
type Branch = Tree['children'][number];

/** Fetches the grammar of a language; rejects when the network is gone. */
export async function learn(language: Language): Promise<void> {
  if (!lowlight.registered(language.id))
    lowlight.register(language.id, (await language.grammar()).default);
}

/** The code in runs, when it has been coloured already. */
export const recall = (code: string, { id }: Language): Run[] | null =>
  cache.get(`${id}\n${code}`) ?? null;

/** The code in runs; null when it is too long, its language has not been learnt, or the grammar gives up on it. */
export function highlight(code: string, language: Language): Run[] | null {
  const known = recall(code, language);
  if (known || code.length > CODE_MAX || !lowlight.registered(language.id)) return known;
  try {
    const runs = runsOf(lowlight.highlight(language.id, code));
    // Some grammars add a line break where something is left open. What was written is what is shown.
    if (runs.map((run) => run.text).join('') !== code) return null;
    const [oldest] = cache.keys();
    if (cache.size >= CACHE_MAX && oldest !== undefined) cache.delete(oldest);
    cache.set(`${language.id}\n${code}`, runs);
    return runs;
  } catch {
    return null;
  }
}

/** Flat, with the innermost scope: code can be nested as deeply as it is long, and must not take the stack with it. */
function runsOf(root: Tree): Run[] {
  const runs: Run[] = [];
  const waiting: { node: Branch; scope: string | null }[] = [];
  const put = (children: readonly Branch[], scope: string | null) => {
    for (let at = children.length - 1; at >= 0; at--) {
      const node = children[at];
      if (node) waiting.push({ node, scope });
    }
  };
  put(root.children, null);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, scope } = next;
    if (node.type === 'element') put(node.children, scopeOf(node.properties.className) ?? scope);
    else if (node.type === 'text') {
      const last = runs.at(-1);
      if (last?.scope === scope) last.text += node.value;
      else runs.push({ text: node.value, scope });
    }
  }
  return runs;
}

function scopeOf(classes: unknown): string | null {
  const [first] = Array.isArray(classes) ? classes : [];
  return typeof first === 'string' && first.startsWith('hljs-') ? first.slice(5) : null;
}
