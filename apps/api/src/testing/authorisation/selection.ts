import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { schema } from '../../schema.ts';

/** Values for the arguments that a field cannot be asked without, by name. */
const REQUIRED: Record<string, string> = {
  behind: '0',
  instant: `"${new Date(Date.now() - 3_600_000).toISOString()}"`,
  month: `"${new Date().toISOString().slice(0, 7)}"`,
  query: '"actor"',
  read: 'true',
  seq: '1',
  timeZone: '"UTC"',
};

export const isNode = (type: GraphQLNamedType): boolean =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

function argumentsOf(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map(({ name }) => {
    if (!REQUIRED[name])
      throw new Error(`Add a value for ${field.name}(${name}:) to REQUIRED in selection.ts`);
    return `${name}: ${REQUIRED[name]}`;
  });
  if (field.args.some(({ name }) => name === 'first')) given.push('first: 5');
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

/**
 * Everything an object has: what is an object of its own, by its id alone; what is only part of it, whole. So one request
 * asks for every field, and tells which other objects they lead to.
 */
export function everythingOf(type: GraphQLNamedType, within: readonly string[] = []): string {
  if (isUnionType(type) || isInterfaceType(type)) {
    const members = schema.getPossibleTypes(type);
    if (isInterfaceType(type) && members.every(isNode)) return '__typename id';
    return ['__typename', ...members.map((member) => on(member, within))].join(' ');
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).map((field) => selected(field, type, within));
  return ['__typename', ...fields].join(' ');
}

const on = (type: GraphQLObjectType, within: readonly string[]) =>
  `... on ${type.name} { ${isNode(type) ? 'id' : everythingOf(type, within)} }`;

function selected(
  field: GraphQLField<unknown, unknown>,
  owner: GraphQLObjectType,
  within: readonly string[],
): string {
  const type = getNamedType(field.type);
  const asked = `${field.name}${argumentsOf(field)}`;
  if (isLeafType(type)) return asked;
  if (isNode(type)) return `${asked} { __typename id }`;
  // What the viewer has is asked of the query; over and over within each event it would cost more than one may ask.
  if (type.name === 'Viewer' && owner.name !== 'Query') return `${asked} { __typename id }`;
  // A part that holds parts of its own kind would have no end.
  if (within.includes(type.name)) return `${asked} { __typename }`;
  return `${asked} { ${everythingOf(type, [...within, owner.name])} }`;
}

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };
export type Answered = Record<string, Json>;

/** What an answer holds: the fields that were answered, by coordinate, and the ids of the objects it leads to. */
export function contentsOf(answer: unknown): { fields: Set<string>; ids: Map<string, string> } {
  const fields = new Set<string>();
  const ids = new Map<string, string>();
  const visit = (value: unknown, path: string) => {
    if (Array.isArray(value)) for (const entry of value) visit(entry, path);
    else if (value !== null && typeof value === 'object') {
      const object = value as Record<string, unknown>;
      const name = object.__typename;
      const type = typeof name === 'string' ? schema.getType(name) : undefined;
      if (type && isNode(type) && typeof object.id === 'string')
        ids.set(object.id, path || type.name);
      for (const [key, inner] of Object.entries(object)) {
        if (type && key !== '__typename') fields.add(`${type.name}.${key}`);
        visit(inner, type ? `${type.name}.${key}` : path);
      }
    }
  };
  visit(answer, '');
  return { fields, ids };
}
