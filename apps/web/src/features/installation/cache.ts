import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetFields } from '@/lib/urql/forget';
import {
  Hears_AdministratorAppointed,
  Hears_AdministratorDismissed,
  Hears_InstallationChanged,
} from './hears';

const forgetAdministrators = (cache: Cache) => forgetFields(cache, 'Query', ['administrators']);

const forgetAfter: UpdateResolver = (_result, _args, cache) => forgetAdministrators(cache);

export function installationCache(): FeatureCache {
  return {
    updates: {
      Mutation: { appointAdministrator: forgetAfter, dismissAdministrator: forgetAfter },
    },
    events: [
      liveEvent(Hears_InstallationChanged, {}),
      liveEvent(Hears_AdministratorAppointed, {
        apply: (_event, cache) => forgetAdministrators(cache),
      }),
      liveEvent(Hears_AdministratorDismissed, {
        apply: (_event, cache) => forgetAdministrators(cache),
      }),
    ],
  };
}
