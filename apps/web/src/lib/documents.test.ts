import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  getNamedType,
  isAbstractType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { possibleTypes } from './urql/possible-types';

const root = fileURLToPath(new URL('..', import.meta.url));
const schema = buildSchema(
  readFileSync(new URL('../../../../schema.graphql', import.meta.url), 'utf8'),
);

const fragments = new Map<string, FragmentDefinitionNode>();
const operations: OperationDefinitionNode[] = [];
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
  const source = readFileSync(`${root}/${file}`, 'utf8');
  for (const [, text = ''] of source.matchAll(/\bgraphql\(\s*`([^`]+)`/g)) {
    for (const definition of parse(text).definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        fragments.set(definition.name.value, definition);
      if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    }
  }
}

/** A definition with everything it spreads, directly or not. */
function complete<D extends OperationDefinitionNode | FragmentDefinitionNode>(definition: D) {
  const needed = new Set<OperationDefinitionNode | FragmentDefinitionNode>([definition]);
  for (const part of needed) {
    visit(part, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) needed.add(fragment);
      },
    });
  }
  // `@_unmask` is for the type checker alone and never leaves the browser.
  return visit({ kind: Kind.DOCUMENT, definitions: [...needed] } as const, {
    Directive: ({ name }) => (name.value === '_unmask' ? null : undefined),
  });
}

describe('documents', () => {
  test.each(
    operations.map((operation) => [operation.name?.value ?? 'unnamed', operation] as const),
  )('%s is valid against the contract', (_name, operation) => {
    expect(validate(schema, complete(operation)).map(String)).toEqual([]);
  });

  test('the types behind interfaces and unions are those of the contract (npm run schema)', () => {
    for (const [name, types] of Object.entries(possibleTypes)) {
      const type = schema.getType(name);
      if (!type || !('resolveType' in type)) throw new Error(`${name} is not abstract.`);
      expect(
        schema
          .getPossibleTypes(type)
          .map((possible) => possible.name)
          .sort(),
      ).toEqual(types);
    }
  });

  test('every interface and union that a document narrows something to is among them (npm run schema)', () => {
    const narrowed = new Set<string>();
    for (const document of [...operations, ...fragments.values()])
      visit(document, { NamedType: ({ name }) => void narrowed.add(name.value) });
    const unknown = [...narrowed].filter(
      (name) => isAbstractType(schema.getType(name)) && !(name in possibleTypes),
    );
    expect(unknown).toEqual([]);
  });
});

/**
 * The API executes events of a conversation once for all of its members, as long as nothing asks who is looking. Each says
 * in its description whose stream it comes through; those that are not logged, whom they are for.
 */
const conversationWide = schema
  .getPossibleTypes(schema.getType('Event') as GraphQLInterfaceType)
  .filter(({ description }) => /Conversation stream\b|To the members\./.test(description ?? ''))
  .map(({ name }) => name);

test('the events of a conversation are recognised', () => {
  expect(conversationWide).toContain('TypingStarted');
  expect(conversationWide.length).toBeGreaterThan(15);
});

describe('events of a conversation select nothing that depends on the viewer', () => {
  const heard = [...fragments.values()].filter(({ typeCondition }) =>
    conversationWide.includes(typeCondition.name.value),
  );
  test.each(heard.map((fragment) => [fragment.name.value, fragment] as const))(
    '%s',
    (_name, fragment) => {
      const dependent: string[] = [];
      const types = new TypeInfo(schema);
      visit(
        complete(fragment),
        visitWithTypeInfo(types, {
          Field: () => {
            const field: GraphQLField<unknown, unknown> | null | undefined = types.getFieldDef();
            if (field?.description?.includes('Depends on the viewer')) dependent.push(field.name);
          },
        }),
      );
      expect(dependent).toEqual([]);
    },
  );
});

/** Members of a mutation's result that say more than their name, which whoever was refused is told. */
const TOLD = {
  LimitReachedError: 'limit',
  JoinRequestPausedError: 'retryAt',
  FriendRequestPausedError: 'retryAt',
  MessageRateLimitedError: 'retryAt',
};

test('whoever is refused for a limit, or for a while, is told the number or the moment', () => {
  const untold: string[] = [];
  for (const operation of operations.filter(({ operation }) => operation === 'mutation')) {
    const types = new TypeInfo(schema);
    const asked = new Set<string>();
    const possible = new Set<string>();
    visit(
      complete(operation),
      visitWithTypeInfo(types, {
        Field: ({ name }) => {
          asked.add(`${types.getParentType()?.name}.${name.value}`);
          const type = types.getType() && getNamedType(types.getType());
          if (isUnionType(type)) for (const { name } of type.getTypes()) possible.add(name);
        },
      }),
    );
    for (const [error, field] of Object.entries(TOLD))
      if (possible.has(error) && !asked.has(`${error}.${field}`))
        untold.push(`${operation.name?.value} does not ask for ${error}.${field}`);
  }
  expect(untold).toEqual([]);
});
