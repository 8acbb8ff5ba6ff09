import { root } from './paths.ts';
import { checkApi } from './structure/api-rules.ts';
import { config as ownConfig, type StructureConfig } from './structure/config.ts';
import { checkFiles } from './structure/file-rules.ts';
import {
  parseFiles,
  readSourceFiles,
  type SourceFile,
  type Violation,
} from './structure/source-files.ts';
import { checkWeb } from './structure/web-rules.ts';

/** Holds the given files against ARCHITECTURE.md ("Who may import whom"). */
export function checkStructure(
  files: SourceFile[],
  config: StructureConfig = ownConfig,
): Violation[] {
  const parsed = parseFiles(files);
  const all = [...checkApi(parsed, config), ...checkWeb(parsed), ...checkFiles(parsed, config)];
  return all.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}

export function checkRepository(): string[] {
  return checkStructure(readSourceFiles(root)).map(
    ({ path, line, rule, message }) => `${path}:${line}  ${rule}: ${message}`,
  );
}
