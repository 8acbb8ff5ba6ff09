import {
  GraphQLError,
  GraphQLInt,
  getNamedType,
  getNullableType,
  getOperationAST,
  isInterfaceType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema.ts';
import { COST_LIMIT, REQUEST_COST } from './limits.ts';
import { costOf, measureOperation } from './operation-cost.ts';

function operation(text: string) {
  const document = parse(text);
  const definition = getOperationAST(document);
  if (!definition) throw new GraphQLError('There is no operation');
  return {
    cost: (variables: object) => costOf(schema, document, definition, { ...variables }),
    measured: (variables: object) =>
      measureOperation(schema, document, definition, { ...variables }).complexity,
  };
}

const friends = () =>
  operation(
    'query($first: Int = 40, $after: String) { viewer { friends(first: $first, after: $after) { edges { node { id nickname } } } } }',
  );
const nodes = () => operation('query($ids: [ID!]!) { nodes(ids: $ids) { id } }');

test('what was reckoned before is what would be reckoned now', () => {
  const { cost, measured } = friends();
  const asked = [{}, { first: 1 }, { first: 100 }, { first: null }, { first: 100, after: 'x' }, {}];
  const costs = asked.map((variables) => cost(variables).cost);
  expect(costs).toEqual(asked.map((variables) => REQUEST_COST + measured(variables)));
  expect(new Set(costs).size).toBe(4);
});

test('lists cost by their length, one that is no list like a list of one', () => {
  const { cost, measured } = nodes();
  for (const ids of [['a', 'b', 'c'], ['a'], 'a', ['b', 'c', 'd']])
    expect(cost({ ids }).cost).toBe(REQUEST_COST + measured({ ids }));
});

test('what does not fit its variables costs a request, and is not remembered', () => {
  const { cost, measured } = friends();
  expect(cost({ first: 'many', after: 'x' })).toEqual({ cost: REQUEST_COST, fits: false });
  expect(cost({ after: {} })).toEqual({ cost: REQUEST_COST, fits: false });
  expect(cost({ first: 7 })).toEqual({ cost: REQUEST_COST + measured({ first: 7 }), fits: true });
});

test('what is larger than it may be does not fit, however often it is asked for', () => {
  const field = 'friends(first: $first) { edges { node { id } } }';
  const aliases = Array.from({ length: 70 }, (_, place) => `f${place}: ${field}`).join(' ');
  const { cost } = operation(`query($first: Int) { viewer { ${aliases} } }`);
  for (let time = 0; time < 2; time += 1)
    expect(cost({ first: 100 })).toEqual({ cost: REQUEST_COST + COST_LIMIT, fits: false });
  expect(cost({ first: 1 }).fits).toBe(true);
});

const reckoned = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({
      ...field,
      place: `${type.name}.${field.name}`,
    })),
  )
  .filter(({ extensions }) => typeof extensions.complexity === 'function');

test('there are fields whose cost is reckoned', () => {
  expect(reckoned.map(({ place }) => place)).toContain('Query.nodes');
  expect(reckoned.length).toBeGreaterThan(30);
});

/** What is kept by lengths alone (`lengthsIn`) must not hang on anything else. */
test.each(reckoned)('$place costs as much for one word as for another', ({ args, extensions }) => {
  const cost = extensions.complexity as (args: object) => unknown;
  const asked = (word: unknown) =>
    Object.fromEntries(
      args.map(({ name, type }) => {
        if (isListType(getNullableType(type))) return [name, [word, word]];
        return [name, getNamedType(type) === GraphQLInt ? 7 : word];
      }),
    );
  expect(cost(asked('tea'))).toEqual(cost(asked('a very long word')));
  expect(cost(asked('tea'))).toEqual(cost(asked(null)));
});
