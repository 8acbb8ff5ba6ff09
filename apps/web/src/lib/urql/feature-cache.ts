import type {
  CacheExchangeOpts,
  KeyingConfig,
  Logger,
  OptimisticMutationConfig,
  ResolverConfig,
  UpdateResolver,
  UpdatesConfig,
} from '@urql/exchange-graphcache';
import type { EntityRules } from '../copy/entities';
import type { KeptSource } from '../copy/kept';
import type { LiveEvent } from '../live/event';
import { possibleTypes } from './possible-types';

/** What one feature contributes to the cache: its features/<domain>/cache.ts makes one for each client. */
export interface FeatureCache extends EntityRules {
  /** Types without an identity of their own live inside their parent: name them here. */
  embedded?: readonly string[];
  resolvers?: ResolverConfig;
  updates?: UpdatesConfig;
  optimistic?: OptimisticMutationConfig;
  events?: readonly LiveEvent[];
  /** What it knows besides the cache and keeps for the next page. */
  kept?: readonly KeptSource[];
}

/** Lays the features' parts together. Where two want to hear of the same field, both do, in the order given. */
export function mergeFeatures(features: readonly FeatureCache[]): {
  cache: CacheExchangeOpts;
  events: LiveEvent[];
  kept: KeptSource[];
  rules: EntityRules;
} {
  const events = features.flatMap((feature) => feature.events ?? []);
  const updates: UpdatesConfig = { Subscription: { events: applyEvents(events) } };
  const resolvers: ResolverConfig = {};
  for (const feature of features) {
    for (const [type, fields] of Object.entries(feature.resolvers ?? {})) {
      resolvers[type] = { ...resolvers[type], ...fields };
    }
    for (const [type, fields] of Object.entries(feature.updates ?? {})) {
      for (const [field, update] of Object.entries(fields ?? {})) {
        if (update) addUpdate(updates, type, field, update);
      }
    }
  }
  const optimistic = Object.assign({}, ...features.map((feature) => feature.optimistic));
  const keys = keysOf(features, events);
  return {
    cache: { possibleTypes, keys, resolvers, updates, optimistic, logger },
    events,
    kept: features.flatMap((feature) => feature.kept ?? []),
    rules: rulesOf(features),
  };
}

/**
 * While writing, Graphcache tries the fields of every fragment of a union on each member and remarks on those it misses:
 * noise that would bury its other remarks. (Development only.)
 */
const logger: Logger = (severity, message) => {
  if (severity === 'debug' || message.startsWith('Invalid undefined')) return;
  if (severity === 'error') console.error(message);
  else console.warn(message);
};

function rulesOf(features: readonly FeatureCache[]): EntityRules {
  const unkept: Record<string, string[]> = {};
  for (const feature of features) {
    for (const [type, fields] of Object.entries(feature.unkept ?? {}))
      unkept[type] = [...(unkept[type] ?? []), ...fields];
  }
  return { unkept, shorten: Object.assign({}, ...features.map(({ shorten }) => shorten)) };
}

function keysOf(features: readonly FeatureCache[], events: readonly LiveEvent[]): KeyingConfig {
  const embedded = features.flatMap((feature) => feature.embedded ?? []);
  // Events pass by and are not kept; what they carry is.
  const passing = events.map(({ typename }) => typename);
  return Object.fromEntries([...embedded, ...passing].map((name) => [name, () => null]));
}

function addUpdate(
  updates: UpdatesConfig,
  type: string,
  field: string,
  update: UpdateResolver,
): void {
  const fields = updates[type] ?? {};
  updates[type] = fields;
  const earlier = fields[field];
  fields[field] = earlier
    ? (parent, args, cache, info) => {
        earlier(parent, args, cache, info);
        update(parent, args, cache, info);
      }
    : update;
}

function applyEvents(events: readonly LiveEvent[]): UpdateResolver {
  return (result, _args, cache) => {
    const event = (result as { events: { __typename: string } }).events;
    for (const { typename, apply } of events) {
      if (typename === event.__typename) apply?.(event as never, cache);
    }
  };
}
