'use client';

import { createContext, useContext } from 'react';

const ViewerId = createContext<string | null>(null);

export const ViewerIdProvider = ViewerId.Provider;

/** Global id of the signed-in person (a User), or null. Known in the first frame, before anything is fetched. */
export function useViewerId(): string | null {
  return useContext(ViewerId);
}
