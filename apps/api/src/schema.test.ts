import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { isConversationWide } from './realtime/catalogue.ts';
import { checkRootFields, schema } from './schema.ts';

/** The schema is a contract: what holds for every type and field of it is said here once. */

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const capitalise = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Everything that can have a description, by its coordinate. */
function* elements(type: GraphQLNamedType): Generator<[coordinate: string, description: unknown]> {
  yield [type.name, type.description];
  if (isEnumType(type))
    for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    yield [`${type.name}.${field.name}`, field.description];
    if ('args' in field)
      for (const arg of field.args)
        yield [`${type.name}.${field.name}(${arg.name}:)`, arg.description];
  }
}

test('everything in it is described', () => {
  const all = types.flatMap((type) => [...elements(type)]);
  expect(all.length).toBeGreaterThan(300);
  expect(all.flatMap(([name, description]) => (description ? [] : [name]))).toEqual([]);
});

describe('scopes', () => {
  test('every root field names who may ask', () => {
    expect(() => checkRootFields(schema)).not.toThrow();
  });

  const open = { authScopes: { public: true } };
  const root = (name: string, pothosOptions?: object) =>
    new GraphQLObjectType({
      name,
      fields: {
        good: { type: GraphQLString, extensions: { pothosOptions: open } },
        field: { type: GraphQLString, extensions: { pothosOptions } },
      },
    });
  for (const name of ['Query', 'Mutation', 'Subscription'])
    test(`a field of ${name} that names none does not build`, () => {
      const build = (pothosOptions?: object) =>
        new GraphQLSchema({
          query: name === 'Query' ? root(name, pothosOptions) : root('Query', open),
          mutation: name === 'Mutation' ? root(name, pothosOptions) : null,
          subscription: name === 'Subscription' ? root(name, pothosOptions) : null,
        });
      for (const forgotten of [undefined, {}, { authScopes: undefined }])
        expect(() => checkRootFields(build(forgotten))).toThrow(`${name}.field names no scope`);
      expect(() => checkRootFields(build(open))).not.toThrow();
    });
});

describe('cost', () => {
  type AnyField = GraphQLField<unknown, unknown>;
  const connections = types.flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field): [string, AnyField][] =>
          getNamedType(field.type).name.endsWith('Connection')
            ? [[`${type.name}.${field.name}`, field]]
            : [],
        )
      : [],
  );

  test('there are connections', () => {
    expect(connections.map(([name]) => name)).toContain('Conversation.messages');
  });

  /** A page about a place has no beginning or end to count from: it takes how many, and nothing else of the kind. */
  const isAbout = (field: AnyField) => field.args.some(({ name }) => name === 'count');

  for (const [name, field] of connections.filter(([, field]) => isAbout(field)))
    test(`${name} costs what it is asked for`, () => {
      const { complexity } = field.extensions;
      if (typeof complexity !== 'function') throw new Error(`${name} costs the same at any length`);
      const multiplier = (count?: number) => complexity({ count }, {}, field).multiplier;
      expect([7, undefined, 1_000_000, -1].map(multiplier)).toEqual([7, 40, 100, 1]);
    });

  for (const [name, field] of connections.filter(([, field]) => !isAbout(field)))
    test(`${name} costs what its page costs`, () => {
      const { complexity } = field.extensions;
      if (typeof complexity !== 'function') throw new Error(`${name} costs the same at any length`);
      const multiplier = (args: object) => complexity(args, {}, field).multiplier;
      expect(multiplier({ first: 7 })).toBe(7);
      expect(multiplier({ last: 9 })).toBe(9);
      expect(multiplier({})).toBe(20);
      expect(multiplier({ first: null, last: null })).toBe(20);
      expect(multiplier({ first: 1_000_000 })).toBe(100);
      expect(multiplier({ first: -1 })).toBe(1);
      expect(field.args.map((arg) => arg.name)).toEqual(
        expect.arrayContaining(['first', 'last', 'after', 'before']),
      );
    });
});

describe('names', () => {
  test('inputs are named after their mutation, and passed as `input`', () => {
    for (const { name, args } of mutations) {
      if (args.length === 0) continue;
      expect(args.map((arg) => [arg.name, String(arg.type)])).toEqual([
        ['input', `${capitalise(name)}Input!`],
      ]);
    }
    for (const type of types.filter(isInputObjectType)) expect(type.name).toMatch(/Input$/);
  });

  test('results and payloads are named after their mutation', () => {
    for (const { name, type } of mutations)
      expect(String(type)).toMatch(new RegExp(`^${capitalise(name)}(Result|Payload)!$`));
  });

  test('errors are named as such, and nothing else is', () => {
    const errors = types.filter(isObjectType).filter((type) => type.name.endsWith('Error'));
    const implementing = types
      .filter(isObjectType)
      .filter((type) => type.getInterfaces().some(({ name }) => name === 'Error'));
    expect(errors.length).toBeGreaterThan(10);
    expect(errors.map(String)).toEqual(implementing.map(String));
  });
});

describe('results', () => {
  const results = types.filter(isUnionType).filter(({ name }) => name.endsWith('Result'));

  test('belong to one mutation each', () => {
    const returned = mutations.map(({ type }) => getNamedType(type)).filter(isUnionType);
    expect(results.map(String).sort()).toEqual(returned.map(String).sort());
  });

  for (const result of results)
    test(`${result.name} is one payload or errors`, () => {
      const payloads = result
        .getTypes()
        .filter((type) => !type.getInterfaces().some(({ name }) => name === 'Error'));
      expect(payloads).toHaveLength(1);
      const own = `${result.name.replace(/Result$/, '')}Payload`;
      expect([own, 'SignedIn', 'CodeSent']).toContain(payloads[0]?.name);
      expect(result.getTypes().length).toBeGreaterThan(1);
    });
});

describe('one selection fits all', () => {
  /** Fields of one name that differ between types which one selection may name together. */
  function clashes(contract: GraphQLSchema): string[] {
    const found: string[] = [];
    for (const type of Object.values(contract.getTypeMap())) {
      if (isIntrospectionType(type) || (!isUnionType(type) && !isInterfaceType(type))) continue;
      const known = new Map<string, { owner: string; signature: string }>();
      for (const member of contract.getPossibleTypes(type))
        for (const { name, type: returned, args } of Object.values(member.getFields())) {
          const signature = [returned, ...args.map((arg) => `${arg.name}: ${arg.type}`)].join(', ');
          const before = known.get(name);
          if (before && before.signature !== signature)
            found.push(`${type.name}: ${before.owner}.${name}, ${member.name}.${name}`);
          known.set(name, { owner: member.name, signature });
        }
    }
    return found;
  }

  test('fields of one name have one type in all members of a union or implementers of an interface', () => {
    expect(clashes(schema)).toEqual([]);
  });

  test('this would be noticed where they differ in nullability alone', () => {
    const planted = buildSchema(`
      type A { user: String! }
      type B { user: String }
      union Either = A | B
      type Query { either: Either }
    `);
    expect(clashes(planted)).toEqual(['Either: A.user, B.user']);
  });
});

test('every event says whose stream it comes through, and it is the one that the catalogue names', () => {
  const events = types.filter(
    (type): type is GraphQLObjectType =>
      isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'LoggedEvent'),
  );
  const said = events.map(({ name, description }) => [
    name,
    /(Conversation|Account) stream\b/.exec(description ?? '')?.[1],
  ]);
  const meant = events.map(({ name }) => [
    name,
    isConversationWide(name) ? 'Conversation' : 'Account',
  ]);
  expect(said).toEqual(meant);
});
