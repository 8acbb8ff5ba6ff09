// Writes what Graphcache must know of the contract at run time: which types may stand behind the interfaces and unions that
// a document narrows something to. Of the others it never asks, and every page would carry them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, isAbstractType } from 'graphql';

const schema = buildSchema(
  readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'),
);
const source = new URL('../src/', import.meta.url);
const narrowed = new Set();
for (const file of readdirSync(source, { recursive: true })) {
  if (!/(?<!\.d)\.tsx?$/.test(file)) continue;
  const text = readFileSync(new URL(file, source), 'utf8');
  for (const [, name] of text.matchAll(/\bon ([A-Z]\w*) (?:@\w+ )?\{/g)) narrowed.add(name);
}
const lines = Object.values(schema.getTypeMap())
  .filter((type) => isAbstractType(type) && narrowed.has(type.name))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map((type) => {
    const names = schema.getPossibleTypes(type).map(({ name }) => name);
    return `  ${type.name}: [${names
      .sort()
      .map((name) => `'${name}'`)
      .join(', ')}],`;
  });
const text = `// Generated from schema.graphql by \`npm run schema\`. Do not edit.
// biome-ignore format: generated
export const possibleTypes: Record<string, string[]> = {
${lines.join('\n')}
};
`;
writeFileSync(new URL('../src/lib/urql/possible-types.ts', import.meta.url), text);
