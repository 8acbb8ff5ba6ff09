import type { Resolver, UpdateResolver } from '@urql/exchange-graphcache';
import type { FeatureCache } from './feature-cache';

/**
 * A number that only ever grows at the server. An answer that an event has overtaken on its way must not take it back.
 */
export function monotone(typename: string, fields: readonly string[]): FeatureCache {
  const highest = new Map<string, number>();
  const nameOf = (key: string, field: string) => `${key}.${field}`;
  const update: UpdateResolver = (parent, _args, _cache, { parentKey, fieldName }) => {
    const value = parent[fieldName];
    const name = nameOf(parentKey, fieldName);
    if (typeof value === 'number') highest.set(name, Math.max(value, highest.get(name) ?? 0));
  };
  const resolve: Resolver = (parent, _args, _cache, { parentKey, fieldName }) => {
    const stored = parent[fieldName];
    return typeof stored === 'number'
      ? Math.max(stored, highest.get(nameOf(parentKey, fieldName)) ?? 0)
      : stored;
  };
  return {
    updates: { [typename]: Object.fromEntries(fields.map((field) => [field, update])) },
    resolvers: { [typename]: Object.fromEntries(fields.map((field) => [field, resolve])) },
  };
}
