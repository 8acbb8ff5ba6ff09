import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema.ts';
import { COST_LIMIT, DEPTH_LIMIT } from './limits.ts';
import { OPERATION_LIMITS, refuseDocument } from './operation-size.ts';

/** What the web client asks for is never refused for its size, by the longest pages that it asks for. */

const features = fileURLToPath(new URL('../../../web/src/features', import.meta.url));
const fragments = new Map<string, FragmentDefinitionNode>();
const operations: [name: string, operation: OperationDefinitionNode, feature: string][] = [];
/** The longest page that is asked for by anything in a feature. */
const longest = new Map<string, number>();

for (const file of readdirSync(features, { recursive: true, encoding: 'utf8' })) {
  if (!/(?<!test|fixture)\.tsx?$/.test(file)) continue;
  const [feature = ''] = file.split('/');
  const source = readFileSync(`${features}/${file}`, 'utf8');
  for (const [, page = ''] of source.matchAll(/\b\w*PAGE\w* = (\d+)\b/g))
    longest.set(feature, Math.max(longest.get(feature) ?? 0, Number(page)));
  for (const [, text = ''] of source.matchAll(/\bgraphql\(\s*`([^`]+)`/g))
    for (const definition of parse(text).definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        fragments.set(definition.name.value, definition);
      else if (definition.kind === Kind.OPERATION_DEFINITION)
        operations.push([definition.name?.value ?? file, definition, feature]);
}

/** As it is sent: with all that it spreads, and with `__typename` wherever the cache needs it. */
function sent(operation: OperationDefinitionNode): string {
  const needed = new Set<DefinitionNode>([operation]);
  for (const part of needed)
    visit(part, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) needed.add(fragment);
      },
    });
  const [typename] = (parse('{ __typename }').definitions[0] as OperationDefinitionNode)
    .selectionSet.selections;
  const withTypename = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: typename ? [...set.selections, typename] : set.selections,
  });
  const document = { kind: Kind.DOCUMENT, definitions: [...needed] } as const;
  return print(
    visit(document, {
      SelectionSet: (set, _key, parent) =>
        (parent as { kind?: string })?.kind === Kind.OPERATION_DEFINITION
          ? undefined
          : withTypename(set),
    }),
  );
}

test('there are operations and pages', () => {
  expect(operations.map(([name]) => name)).toContain('Messages_history');
  expect(longest.get('messages')).toBeGreaterThanOrEqual(20);
});

/** Only what the length of a page could hang on is coerced, so inputs need no value. */
const SCALARS: Record<string, unknown> = { ID: 'x', '[ID]': ['x'], String: 'x', Boolean: true };

test.each(operations)('%s is within the limits', (_name, operation, feature) => {
  const values = { ...SCALARS, Int: longest.get(feature) };
  const scalars = (operation.variableDefinitions ?? []).flatMap((definition) => {
    const value = values[print(definition.type).replaceAll('!', '') as keyof typeof values];
    return value === undefined ? [] : [{ definition, value }];
  });
  const variableDefinitions = scalars.map(({ definition }) => definition);
  const size = complexityFromQuery(sent({ ...operation, variableDefinitions }), {
    schema,
    ctx: {},
    variables: Object.fromEntries(
      scalars.map(({ definition, value }) => [definition.variable.name.value, value]),
    ),
  });
  expect(size.complexity).toBeLessThanOrEqual(COST_LIMIT);
  expect(size.depth).toBeLessThanOrEqual(DEPTH_LIMIT);
});

test.each(operations)('%s is no larger than a document may be', (_name, operation) => {
  const text = sent(operation);
  expect(refuseDocument(parse(text, { maxTokens: OPERATION_LIMITS.TOKENS }))).toBeNull();
});

test('neither is the subscription to all events at once', () => {
  const isEvent = (name: string) => name === 'Event' || name === 'LoggedEvent' || events.has(name);
  const type = schema.getType('Event') as GraphQLInterfaceType;
  const events = new Set(schema.getPossibleTypes(type).map(({ name }) => name));
  const spread = [...fragments.values()].filter((node) => isEvent(node.typeCondition.name.value));
  expect(spread.length).toBeGreaterThan(50);
  const names = spread.map((node) => `...${node.name.value}`).join(' ');
  const [operation] = parse(`subscription { events { __typename cursor ${names} } }`).definitions;
  const text = sent(operation as OperationDefinitionNode);
  expect(refuseDocument(parse(text, { maxTokens: OPERATION_LIMITS.TOKENS }))).toBeNull();
});
