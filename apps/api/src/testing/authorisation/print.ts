import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { printTable } from './table.ts';

/** The committed table. */
const file = new URL('../../../../../docs/authorisation.md', import.meta.url);

export const committedTable = (): string => readFileSync(file, 'utf8');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(file, printTable());
