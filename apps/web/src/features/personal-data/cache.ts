import type { Cache } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetLists } from '@/lib/urql/viewer';
import { Hears_DataExportChanged } from './hears';

/** Whether a list that is on the screen has it. One that has comes further by itself, as often as that is told. */
function isListed(cache: Cache, id: string): boolean {
  const viewer = cache.resolve('Query', 'viewer');
  if (typeof viewer !== 'string') return false;
  const entity = cache.keyOfEntity({ __typename: 'DataExport', id });
  const lists = cache.inspectFields(viewer).filter(({ fieldName }) => fieldName === 'dataExports');
  return lists.every(({ fieldKey }) => {
    const edges = cache.resolve(cache.resolve(viewer, fieldKey) as string, 'edges') as string[];
    return (edges ?? []).some((edge) => cache.resolve(edge, 'node') === entity);
  });
}

function listAnew(cache: Cache, dataExport: { id: string } | null | undefined): void {
  if (dataExport && !isListed(cache, dataExport.id)) forgetLists(cache, ['dataExports']);
}

export function personalDataCache(): FeatureCache {
  return {
    embedded: ['DataExportProgress'],
    updates: {
      Mutation: {
        requestDataExport: (result, _args, cache) => {
          const answer = result.requestDataExport as { dataExport?: { id: string } };
          listAnew(cache, answer.dataExport);
        },
      },
    },
    events: [
      liveEvent(Hears_DataExportChanged, {
        apply: ({ dataExport }, cache) => listAnew(cache, dataExport),
      }),
    ],
  };
}
