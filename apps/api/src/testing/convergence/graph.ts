/** What a client holds: each object once, by its type and id, with what it refers to by reference. */

export type Value =
  | string
  | number
  | boolean
  | null
  | Reference
  | Value[]
  | { [field: string]: Value };
export type Fields = Record<string, Value>;
export interface Reference {
  $ref: string;
}
/** JSON-safe, so that it can be copied and put side by side. */
export type Graph = Record<string, Fields>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isReference = (value: unknown): value is Reference =>
  isObject(value) && typeof value.$ref === 'string';
/** An object without an id of its own, which lives within another. */
export const isInline = (value: unknown): value is Fields => isObject(value) && !isReference(value);
export const keyOf = (typename: string, id: string) => `${typename}:${id}`;
export const reference = (typename: string, id: string): Reference => ({
  $ref: keyOf(typename, id),
});

/** Puts an answer into the graph, over what was known; answers what stands for it there. */
export function merge(graph: Graph, answer: unknown): Value {
  if (Array.isArray(answer)) return answer.map((item) => merge(graph, item));
  if (!isObject(answer)) return answer as Value;
  if (Array.isArray(answer.edges))
    return answer.edges.map((edge) => merge(graph, (edge as { node: unknown }).node));
  const fields: Fields = {};
  for (const [name, value] of Object.entries(answer)) fields[name] = merge(graph, value);
  if (typeof answer.id !== 'string') return fields;
  const key = keyOf(String(answer.__typename), answer.id);
  graph[key] = { ...graph[key], ...fields };
  return { $ref: key };
}

/** Lists that a reader sees in this very order; the others are sorted by the client in one of its own. */
const ORDERED = new Set([
  'messages',
  'reactions',
  'mentions',
  'versions',
  'pinnedMessages',
  'pinnedConversations',
  'announcements',
  'favourites',
  'sessions',
  'dataExports',
  'viewerReminders',
  'friendCategories',
  'categories',
]);

/** Where one graph says something else than another, which is taken as right; walked from a root. */
export function differences(right: Graph, held: Graph, roots: readonly string[]): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const say = (path: string, should: unknown, is: unknown) =>
    found.push(`${path}: ${readable(should)} when fetched, ${readable(is)} when held`);

  const compare = (path: string, should: Value | undefined, is: Value | undefined): void => {
    if (isReference(should)) {
      if (!isReference(is) || is.$ref !== should.$ref) say(path, should, is);
      else visitEntity(path, should.$ref);
    } else if (Array.isArray(should) && Array.isArray(is)) {
      const ordered = ORDERED.has(path.split('.').at(-1) ?? '');
      const [left, other] = ordered ? [should, is] : [inOrder(should), inOrder(is)];
      if (left.length !== other.length) say(path, left, other);
      else left.forEach((item, index) => void compare(`${path}[${index}]`, item, other[index]));
    } else if (isInline(should) && isInline(is)) {
      for (const [name, value] of Object.entries(should))
        compare(`${path}.${name}`, value, is[name]);
    } else if (should !== is) say(path, should, is);
  };
  const visitEntity = (path: string, key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const [should, is] = [right[key], held[key]];
    if (!should) return;
    const here = path === key ? (key.split(':')[0] ?? key) : path;
    if (!is) say(here, should, undefined);
    else
      for (const [name, value] of Object.entries(should))
        compare(`${here}.${name}`, value, is[name]);
  };
  for (const root of roots) visitEntity(root, root);
  return found;
}

/** Ids are long and alike at the beginning: what tells them apart is enough. */
const readable = (value: unknown) =>
  (JSON.stringify(value) ?? 'nothing').replace(/\{"\$ref":"(\w+):[^"]*(.{6})"\}/g, '$1 …$2');

const inOrder = (list: Value[]) =>
  [...list].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** Takes an object out, and out of every list and field that refers to it, as a client does with what is gone. */
export function forget(graph: Graph, key: string): void {
  delete graph[key];
  const without = (value: Value): Value => {
    if (isReference(value)) return value.$ref === key ? null : value;
    if (Array.isArray(value)) return value.filter((item) => !stands(item)).map(without);
    if (!isInline(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, without(held)]));
  };
  const stands = (item: Value) =>
    (isReference(item) && item.$ref === key) ||
    (isInline(item) && isReference(item.message) && item.message.$ref === key);
  for (const [name, fields] of Object.entries(graph)) graph[name] = without(fields) as Fields;
}
