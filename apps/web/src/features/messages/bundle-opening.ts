'use client';

import { createContext, useContext } from 'react';

export interface OpenedBundle {
  id: string;
  title: string;
}

const Opening = createContext<(bundle: OpenedBundle) => void>(() => {});

export const BundleOpeningProvider = Opening.Provider;

/** Shows the whole of a "chat history", on top of what is there. */
export const useOpenBundle = (): ((bundle: OpenedBundle) => void) => useContext(Opening);
