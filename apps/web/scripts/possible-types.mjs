// Writes what Graphcache must know of the contract at run time: which types may stand behind each interface and union.
import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, isAbstractType } from 'graphql';

const schema = buildSchema(
  readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'),
);
const lines = Object.values(schema.getTypeMap())
  .filter((type) => isAbstractType(type) && !type.name.startsWith('__'))
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
