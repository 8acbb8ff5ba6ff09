import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { Context } from './context.ts';

/** What is looked up for many objects at once, by keys. */
export interface Loader<Value> {
  /** At once where it is known already: a promise for every field of a page costs more than the field. */
  load(context: Context, key: string): Value | Promise<Value>;
  /** Makes something known that came along with something else. */
  prime(context: Context, key: string, value: Value): void;
}

/** For one request, or one event, whatever was looked up is known. `read` answers in the order of the keys. */
export function createLoader<Value>(
  read: (keys: readonly string[], context: Context) => Promise<readonly (Value | Error)[]>,
): Loader<Value> {
  const within = createContextCache((context: Context) => {
    const known = new Map<string, Value>();
    const batches = new DataLoader<string, Value>(async (keys) => {
      const found = await read(keys, context);
      keys.forEach((key, place) => {
        const value = found[place];
        if (value !== undefined && !(value instanceof Error)) known.set(key, value);
      });
      return found;
    });
    return { known, batches };
  });
  return {
    load: (context, key) => {
      const { known, batches } = within(context);
      const value = known.get(key);
      return value !== undefined || known.has(key) ? (value as Value) : batches.load(key);
    },
    prime: (context, key, value) => void within(context).known.set(key, value),
  };
}

/** Where a document asks for something, and the fragments that it names there. */
export type Asking = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

const asked = new WeakMap<object, Map<string, ReadonlySet<string>>>();

/**
 * Names of the fields that are asked for at a place below the field that is being resolved, so that they can be read in
 * the same statement. Some may turn out not to be: conditions and types are not looked at.
 */
export function fieldsBelow(info: Asking, ...path: string[]): ReadonlySet<string> {
  const [node] = info.fieldNodes;
  const place = path.join('.');
  // Documents are kept by their text, and their nodes with them.
  const known = node && info.fieldNodes.length === 1 ? asked.get(node) : undefined;
  const before = known?.get(place);
  if (before) return before;
  const names = new Set(
    path
      .reduce(
        (nodes, name) => childrenOf(nodes, info).filter((child) => child.name.value === name),
        [...info.fieldNodes],
      )
      .flatMap((parent) => childrenOf([parent], info))
      .map(({ name }) => name.value),
  );
  if (node && info.fieldNodes.length === 1) asked.set(node, (known ?? new Map()).set(place, names));
  return names;
}

/** Whether anything is asked for at that place besides what its id says. */
export function asksForMore(info: Asking, ...path: string[]): boolean {
  for (const name of fieldsBelow(info, ...path))
    if (name !== 'id' && name !== '__typename') return true;
  return false;
}

/** Where a field is asked for right below the one that is being resolved; null where it is not, or in several places. */
export function soleFieldBelow(info: Asking, name: string): FieldNode | null {
  const nodes = childrenOf([...info.fieldNodes], info).filter((node) => node.name.value === name);
  return nodes.length === 1 ? (nodes[0] ?? null) : null;
}

type FieldNodes = GraphQLResolveInfo['fieldNodes'][number][];

function childrenOf(
  nodes: FieldNodes,
  { fragments }: Pick<GraphQLResolveInfo, 'fragments'>,
): FieldNodes {
  const within = (selection: SelectionNode): FieldNodes => {
    if (selection.kind === Kind.FIELD) return [selection];
    const set =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? (fragments[selection.name.value] as FragmentDefinitionNode | undefined)?.selectionSet
        : selection.selectionSet;
    return set?.selections.flatMap(within) ?? [];
  };
  return nodes.flatMap(({ selectionSet }) => selectionSet?.selections.flatMap(within) ?? []);
}

/** What can be read in the statement that reads a page, rather than in one of its own. */
export interface Along<Row = object> {
  /** SQL: one value about the rows of the table `page`; $1 is the viewer. Left out where the rows say it themselves. */
  sql?: string;
  /** Makes what was found known. */
  take: (context: Context, found: unknown, page: readonly Row[]) => void;
}

/** What may come along with pages of one type, by the fields that need it. */
export class Company<Row> {
  readonly #along: { fields: readonly string[]; name: string; along: Along<Row> }[] = [];

  add(field: string, along: Along<Row>): void {
    this.addForAny([field], field, along);
  }

  /** What several fields need, and is read once. */
  addForAny(fields: readonly string[], name: string, along: Along<Row>): void {
    this.#along.push({ fields, name, along });
  }

  /** What is asked for at a place below the field that is being resolved. */
  of(info: Asking, ...path: string[]): Map<string, Along<Row>> {
    const asked = fieldsBelow(info, ...path);
    return new Map(
      this.#along.flatMap(({ fields, name, along }) =>
        fields.some((field) => asked.has(field)) ? [[name, along]] : [],
      ),
    );
  }
}

/** The SQL of what comes along, as `pagesOf` takes it. */
export const sqlOf = (company: ReadonlyMap<string, Pick<Along, 'sql'>>): Record<string, string> =>
  Object.fromEntries([...company].flatMap(([field, { sql }]) => (sql ? [[field, sql]] : [])));

/** The rows of a page, once what has come along with them is known. */
export function takeAlong<Row>(
  context: Context,
  company: ReadonlyMap<string, Along<Row>>,
  { rows, along }: { rows: Row[]; along: Record<string, unknown> },
): Row[] {
  for (const [field, { take }] of company) take(context, along[field], rows);
  return rows;
}
