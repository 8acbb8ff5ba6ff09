import type { LanguageFn } from 'highlight.js';

type Grammar = () => Promise<{ default: LanguageFn }>;

/** Each is a file of its own, fetched when a message first needs it. The name is what the reader is shown. */
const LANGUAGES: readonly { id: string; name: string; also?: string[]; grammar: Grammar }[] = [
  {
    id: 'bash',
    name: 'Shell',
    also: ['sh', 'shell', 'zsh', 'console'],
    grammar: () => import('highlight.js/lib/languages/bash'),
  },
  { id: 'c', name: 'C', also: ['h'], grammar: () => import('highlight.js/lib/languages/c') },
  {
    id: 'cpp',
    name: 'C++',
    also: ['c++', 'cc', 'hpp'],
    grammar: () => import('highlight.js/lib/languages/cpp'),
  },
  {
    id: 'csharp',
    name: 'C#',
    also: ['cs', 'c#'],
    grammar: () => import('highlight.js/lib/languages/csharp'),
  },
  { id: 'css', name: 'CSS', grammar: () => import('highlight.js/lib/languages/css') },
  {
    id: 'diff',
    name: 'Diff',
    also: ['patch'],
    grammar: () => import('highlight.js/lib/languages/diff'),
  },
  {
    id: 'dockerfile',
    name: 'Dockerfile',
    also: ['docker'],
    grammar: () => import('highlight.js/lib/languages/dockerfile'),
  },
  {
    id: 'go',
    name: 'Go',
    also: ['golang'],
    grammar: () => import('highlight.js/lib/languages/go'),
  },
  {
    id: 'graphql',
    name: 'GraphQL',
    also: ['gql'],
    grammar: () => import('highlight.js/lib/languages/graphql'),
  },
  {
    id: 'ini',
    name: 'INI',
    also: ['toml', 'conf', 'properties'],
    grammar: () => import('highlight.js/lib/languages/ini'),
  },
  { id: 'java', name: 'Java', grammar: () => import('highlight.js/lib/languages/java') },
  {
    id: 'javascript',
    name: 'JavaScript',
    also: ['js', 'jsx', 'mjs', 'cjs'],
    grammar: () => import('highlight.js/lib/languages/javascript'),
  },
  {
    id: 'json',
    name: 'JSON',
    also: ['jsonc', 'json5'],
    grammar: () => import('highlight.js/lib/languages/json'),
  },
  {
    id: 'kotlin',
    name: 'Kotlin',
    also: ['kt', 'kts'],
    grammar: () => import('highlight.js/lib/languages/kotlin'),
  },
  { id: 'lua', name: 'Lua', grammar: () => import('highlight.js/lib/languages/lua') },
  {
    id: 'nginx',
    name: 'nginx',
    grammar: () => import('highlight.js/lib/languages/nginx'),
  },
  { id: 'php', name: 'PHP', grammar: () => import('highlight.js/lib/languages/php') },
  {
    id: 'python',
    name: 'Python',
    also: ['py', 'python3'],
    grammar: () => import('highlight.js/lib/languages/python'),
  },
  {
    id: 'ruby',
    name: 'Ruby',
    also: ['rb'],
    grammar: () => import('highlight.js/lib/languages/ruby'),
  },
  {
    id: 'rust',
    name: 'Rust',
    also: ['rs'],
    grammar: () => import('highlight.js/lib/languages/rust'),
  },
  {
    id: 'sql',
    name: 'SQL',
    also: ['postgresql', 'mysql'],
    grammar: () => import('highlight.js/lib/languages/sql'),
  },
  { id: 'swift', name: 'Swift', grammar: () => import('highlight.js/lib/languages/swift') },
  {
    id: 'typescript',
    name: 'TypeScript',
    also: ['ts', 'tsx', 'mts'],
    grammar: () => import('highlight.js/lib/languages/typescript'),
  },
  {
    id: 'xml',
    name: 'XML',
    also: ['html', 'svg', 'xhtml', 'vue'],
    grammar: () => import('highlight.js/lib/languages/xml'),
  },
  {
    id: 'yaml',
    name: 'YAML',
    also: ['yml'],
    grammar: () => import('highlight.js/lib/languages/yaml'),
  },
];

export type Language = (typeof LANGUAGES)[number];

// A map and no object: `constructor` is no language.
const known = new Map<string, Language>(
  LANGUAGES.flatMap((language) =>
    [language.id, ...(language.also ?? [])].map((word) => [word, language] as const),
  ),
);

/** The language that the first word behind a fence names. */
export const languageOf = (info: string): Language | undefined =>
  known.get(wordOf(info).toLowerCase());

/** `js title="x"`, `{.js}` and `language-js` are all JavaScript. */
const wordOf = (info: string): string =>
  /^[{.]*(?:language-)?([^\s{}.,:]*)/u.exec(info.trim())?.[1] ?? '';

/** What the reader is told: the language's name, or the author's own word where it is unknown and short. */
export function labelOf(info: string): string {
  const word = wordOf(info);
  return languageOf(info)?.name ?? (word.length <= 24 ? word : '');
}
