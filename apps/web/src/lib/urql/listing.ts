import type { Cache } from '@urql/exchange-graphcache';

/**
 * A list of entities that the cache keeps for itself under an entity, besides the pages that the API answers: pages are
 * replaced when they are fetched again, and what has moved out of them would be lost. Being a link, it also keeps what it
 * lists from being collected as garbage.
 */
export interface Listing {
  /** Its name in the cache. */
  field: string;
  read(cache: Cache, owner: string): string[] | undefined;
  write(cache: Cache, owner: string, keys: string[]): void;
  add(cache: Cache, owner: string, keys: readonly string[]): void;
  remove(cache: Cache, owner: string, key: string): void;
}

export function listing(name: string): Listing {
  // No field of the API begins with a colon, so this never meets one.
  const field = `:${name}`;
  const read = (cache: Cache, owner: string) => {
    const keys = cache.resolve(owner, field);
    return Array.isArray(keys) ? (keys as string[]) : undefined;
  };
  const write = (cache: Cache, owner: string, keys: string[]) => cache.link(owner, field, keys);
  return {
    field,
    read,
    write,
    add: (cache, owner, keys) =>
      write(cache, owner, [...new Set([...(read(cache, owner) ?? []), ...keys])]),
    remove: (cache, owner, key) => {
      const keys = read(cache, owner);
      if (keys?.includes(key))
        write(
          cache,
          owner,
          keys.filter((other) => other !== key),
        );
    },
  };
}
