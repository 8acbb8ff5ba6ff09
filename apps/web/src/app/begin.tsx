'use client';

import { createContext, useContext, useEffect } from 'react';

type Begin = () => (() => void) | undefined;

const BeginContext = createContext<Begin>(() => undefined);

export const BeginProvider = BeginContext.Provider;

/**
 * From here on the page shows what is known of the person. Called where the frame that the server has drawn has been taken
 * over: data that came before would make the two differ.
 */
export function useBegin(): void {
  const begin = useContext(BeginContext);
  useEffect(begin, [begin]);
}
