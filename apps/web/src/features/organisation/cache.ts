import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetFields, forgetOpened } from '@/lib/urql/forget';
import {
  Hears_OrganisationChanged,
  Hears_OrganisationJoined,
  Hears_OrganisationLeft,
} from './hears';

const OF_A_DEPARTMENT = ['departmentName', 'memberCount', 'path', 'children', 'people'];

/** What has changed a hint does not say: what is on the screen is asked for again, and the rest when it is opened. */
function forgetOrganisation(cache: Cache): void {
  const viewer = cache.resolve('Query', 'viewer');
  const organisation = typeof viewer === 'string' && cache.resolve(viewer, 'organisation');
  if (typeof organisation === 'string')
    forgetFields(cache, organisation, ['departments', 'people', 'memberCount']);
  forgetOpened(cache, 'Department', OF_A_DEPARTMENT);
  forgetOpened(cache, 'User', ['positions']);
}

const forgetAfter: UpdateResolver = (_result, _args, cache) => forgetOrganisation(cache);
const forget = (_event: unknown, cache: Cache) => forgetOrganisation(cache);

/** Hints get lost where the stream is held back: whoever changes something sees it without one. */
export function organisationCache(): FeatureCache {
  return {
    // What was searched for is not worth a place on the disk.
    unkept: { Organisation: ['people'] },
    updates: {
      Mutation: {
        createDepartment: forgetAfter,
        renameDepartment: forgetAfter,
        moveDepartment: forgetAfter,
        deleteDepartment: forgetAfter,
        addDepartmentMembers: forgetAfter,
        updateDepartmentMember: forgetAfter,
        removeDepartmentMember: forgetAfter,
      },
    },
    events: [
      liveEvent(Hears_OrganisationJoined, { apply: forget }),
      liveEvent(Hears_OrganisationLeft, { apply: forget }),
      liveEvent(Hears_OrganisationChanged, { apply: forget }),
    ],
  };
}
