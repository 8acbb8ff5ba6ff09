import 'server-only';
import { cache } from 'react';
import { ApiUnreachableError, callApi, TooManyAttemptsError } from '@/lib/auth/api';
import type { ResultOf } from '@/lib/graphql';
import { DoorsQuery } from './doors-document';

export type Doors = ResultOf<typeof DoorsQuery>['installation'];

/** What the doors show to whoever comes; null where it cannot be had: a door stands without a sign as well. */
export const readDoors = cache(async (): Promise<Doors | null> => {
  try {
    return (await callApi(DoorsQuery, {})).installation;
  } catch (error) {
    if (error instanceof ApiUnreachableError || error instanceof TooManyAttemptsError) return null;
    throw error;
  }
});
