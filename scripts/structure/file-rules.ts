import type { StructureConfig } from './config.ts';
import type { ParsedFile, Violation } from './source-files.ts';

const KEBAB_CASE = /^_?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/;

/** Rules that hold for every file, wherever it is. */
export function checkFiles(files: ParsedFile[], config: StructureConfig): Violation[] {
  return [...files.flatMap(checkNames), ...checkLength(files, config), ...checkCycles(files)];
}

function checkNames({ path }: ParsedFile): Violation[] {
  const name = path.split('/').at(-1) ?? '';
  if (/^index\.(?:ts|tsx|js|mjs)$/.test(name)) {
    return [
      { path, line: 1, rule: 'barrel', message: 'no index files: import the file that has it' },
    ];
  }
  if (KEBAB_CASE.test(name)) return [];
  return [{ path, line: 1, rule: 'file name', message: 'file names are in kebab-case' }];
}

function checkLength(files: ParsedFile[], config: StructureConfig): Violation[] {
  const limit = config.maximumLines;
  const lengths = new Map(
    files
      .filter(({ path }) => /\.(?:ts|tsx|mjs)$/.test(path))
      .map(({ path, text }) => [path, text.trimEnd().split('\n').length]),
  );
  const tooLong = [...lengths]
    .filter(([path, lines]) => lines > limit && !config.longFiles.includes(path))
    .map(([path, lines]) => ({
      path,
      line: limit + 1,
      rule: 'length',
      message: `${lines} lines; past ${limit} a file becomes a folder of nouns`,
    }));
  const needless = config.longFiles
    .filter((path) => (lengths.get(path) ?? 0) <= limit)
    .map((path) => ({
      path,
      line: 1,
      rule: 'exceptions',
      message: 'is listed in longFiles but no longer needs to be: take it off the list',
    }));
  return [...tooLong, ...needless];
}

/** One complaint per knot of files that import each other, however long the way round (Tarjan). */
export function checkCycles(files: ParsedFile[]): Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const violations: Violation[] = [];
  const visit = (path: string): number => {
    index.set(path, index.size);
    low.set(path, index.size - 1);
    stack.push(path);
    for (const { target } of byPath.get(path)?.imports ?? []) {
      if (target === undefined || !byPath.has(target)) continue;
      const reached = index.has(target)
        ? stack.includes(target)
          ? (index.get(target) ?? 0)
          : Number.POSITIVE_INFINITY
        : visit(target);
      low.set(path, Math.min(low.get(path) ?? 0, reached));
    }
    if (low.get(path) === index.get(path)) {
      const knot = stack.splice(stack.indexOf(path)).sort();
      if (knot.length > 1) violations.push(cycle(knot));
    }
    return low.get(path) ?? 0;
  };
  for (const path of byPath.keys()) if (!index.has(path)) visit(path);
  return violations;
}

function cycle(knot: string[]): Violation {
  return {
    path: knot[0] ?? '',
    line: 1,
    rule: 'cycle',
    message: `these files import each other: ${knot.join(', ')}`,
  };
}
