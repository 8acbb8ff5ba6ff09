import {
  type GraphQLInputField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schema } from '../../schema.ts';
import { placesOf } from './change.ts';
import { fieldRows } from './fields.ts';
import { objectRows } from './objects.ts';
import { CONTROL, changes, events, queries, STREAM } from './rows.ts';

/** What a field that does not say the same to everybody says of itself. */
const MARK = 'Depends on the viewer';

const implementing = (type: GraphQLObjectType, name: string) =>
  type.getInterfaces().some((one) => one.name === name);

const objectTypes = (of: GraphQLSchema) =>
  Object.values(of.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type));

const fieldsOf = (type: GraphQLObjectType | null | undefined) =>
  Object.values(type?.getFields() ?? {});

/** What mutations answer with, where they do not refuse, and what is part of that and of nothing else. */
export function payloadTypes(of: GraphQLSchema = schema): GraphQLObjectType[] {
  const found = fieldsOf(of.getMutationType()).flatMap((field) => {
    const type = getNamedType(field.type);
    const members = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
    return members.filter((member) => !implementing(member, 'Error'));
  });
  const leading = (to: GraphQLObjectType) =>
    objectTypes(of).filter((type) => fieldsOf(type).some(({ type: t }) => getNamedType(t) === to));
  for (const type of found)
    for (const field of fieldsOf(type)) {
      const part = getNamedType(field.type);
      if (!isObjectType(part) || found.includes(part) || implementing(part, 'Node')) continue;
      if (leading(part).every((one) => found.includes(one))) found.push(part);
    }
  return found;
}

export const eventTypes = (of: GraphQLSchema = schema): GraphQLObjectType[] =>
  objectTypes(of).filter((type) => implementing(type, 'Event'));

/** What is read: neither roots nor refusals, nor what mutations answer with, nor events. */
export function readTypes(of: GraphQLSchema = schema): GraphQLObjectType[] {
  const others = new Set([
    ...[of.getQueryType(), of.getMutationType(), of.getSubscriptionType()],
    ...payloadTypes(of),
    ...eventTypes(of),
  ]);
  return objectTypes(of).filter((type) => !others.has(type) && !implementing(type, 'Error'));
}

/** Fields that say something else to each viewer. What leads to the viewer themself is no secret from them. */
export const dependingFields = (type: GraphQLObjectType): string[] =>
  fieldsOf(type)
    .filter((field) => field.description?.includes(MARK))
    .filter((field) => getNamedType(field.type).name !== 'Viewer')
    .map((field) => field.name);

/** Where ids are in what a field takes: `id`, or `mentions.userId` within an input. */
function idsWithin(fields: readonly Pick<GraphQLInputField, 'name' | 'type'>[]): string[] {
  return fields.flatMap(({ name, type: given }) => {
    const type = getNamedType(given);
    if (type.name === 'ID') return [name];
    if (!isInputObjectType(type)) return [];
    return idsWithin(Object.values(type.getFields())).map((inner) => `${name}.${inner}`);
  });
}

/** Every place of the schema where somebody may be let in or turned away, with the file that says whom. */
export function placesToRule(of: GraphQLSchema = schema): Map<string, string> {
  const places = new Map<string, string>();
  for (const { name } of fieldsOf(of.getQueryType())) places.set(`Query.${name}`, 'queries.ts');
  for (const { name } of fieldsOf(of.getSubscriptionType()))
    places.set(`Subscription.${name}`, 'rows.ts');
  for (const { name, args } of fieldsOf(of.getMutationType())) {
    const ids = idsWithin(args).map((id) => `${name}(${id.replace('input.', '')}:)`);
    for (const place of ids.length > 0 ? ids : [name]) places.set(`Mutation.${place}`, 'changes/');
  }
  for (const type of objectTypes(of).filter((one) => one !== of.getMutationType()))
    for (const { name, args } of fieldsOf(type))
      for (const id of idsWithin(args)) places.set(`${type.name}.${name}(${id}:)`, 'queries.ts');
  for (const type of readTypes(of)) {
    if (implementing(type, 'Node')) places.set(type.name, 'objects.ts');
    for (const name of dependingFields(type)) places.set(`${type.name}.${name}`, 'fields.ts');
  }
  for (const type of eventTypes(of)) {
    places.set(type.name, 'events/');
    for (const name of dependingFields(type))
      places.set(`${type.name}.${name}`, `events/, as \`finds\` of ${type.name}`);
  }
  return places;
}

/** The places that the table has rows for. */
export function placesRuled(): Set<string> {
  return new Set([
    // A row about what an id names is one about the root field that takes it as well.
    ...queries.flatMap(([place]) =>
      place.startsWith('Query.') ? [place, place.split('(')[0] ?? ''] : [place],
    ),
    ...Object.values(changes)
      .flat()
      .flatMap(([coordinate]) => placesOf(coordinate).map((place) => `Mutation.${place}`)),
    ...Object.values(objectRows).map(({ type }) => type),
    ...Object.keys(fieldRows),
    ...events.flatMap(([type, { finds = {} }]) => [
      type,
      ...Object.keys(finds).map((field) => `${type}.${field}`),
    ]),
    STREAM,
    ...CONTROL,
  ]);
}

/** All fields of some types, by coordinate. */
export const allFieldsOf = (types: readonly GraphQLObjectType[]): string[] =>
  types.flatMap((type) => fieldsOf(type).map((field) => `${type.name}.${field.name}`));
