import type { Cache, Entity } from '@urql/exchange-graphcache';

type Args = Record<string, unknown> | null;

/** Drops fields of an entity, with whatever arguments; those on the screen are fetched again at once. */
export function forgetFields(
  cache: Cache,
  entity: Entity,
  fields: readonly string[],
  which: (args: Args) => boolean = () => true,
): void {
  for (const { fieldName, arguments: args } of cache.inspectFields(entity)) {
    if (fields.includes(fieldName) && which(args)) cache.invalidate(entity, fieldName, args);
  }
}

/**
 * The same for all entities of a type that have been asked for by their own ids, as what is opened from a list is. An event
 * may change something about many of them, of which only these can be on the screen.
 */
export function forgetOpened(cache: Cache, typename: string, fields: readonly string[]): void {
  for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
    if (fieldName !== 'node') continue;
    const key = cache.resolve('Query', 'node', args ?? undefined);
    if (typeof key === 'string' && key.startsWith(`${typename}:`)) forgetFields(cache, key, fields);
  }
}
