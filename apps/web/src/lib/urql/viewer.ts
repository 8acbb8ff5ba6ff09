import type { Cache } from '@urql/exchange-graphcache';
import { forgetFields } from './forget';

/**
 * Drops lists of the viewer's from the cache; those on the screen are fetched again at once. For lists that change
 * seldom and that only the API can order or page.
 */
export function forgetLists(cache: Cache, fields: readonly string[]): void {
  const viewer = cache.resolve('Query', 'viewer');
  if (typeof viewer === 'string') forgetFields(cache, viewer, fields);
}
