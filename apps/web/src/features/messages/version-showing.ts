'use client';

import { createContext, useContext } from 'react';
import type { RowMessage } from './row';

const Showing = createContext<(message: RowMessage) => void>(() => {});

export const VersionShowingProvider = Showing.Provider;

/** Shows what a message said before it was edited. */
export const useShowVersions = (): ((message: RowMessage) => void) => useContext(Showing);
