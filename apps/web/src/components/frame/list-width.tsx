'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { clampListWidth, LIST_WIDTH_COOKIE, rememberLook } from '../appearance';

type ListWidth = { width: number; setWidth: (width: number) => void };

const ListWidthContext = createContext<ListWidth | null>(null);

export function useListWidth(): ListWidth {
  const value = useContext(ListWidthContext);
  if (!value) throw new Error('useListWidth needs ListWidthProvider above it.');
  return value;
}

/** One width for the lists of all sections, remembered across visits. */
export function ListWidthProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const [width, keepWidth] = useState(initial);
  const setWidth = useCallback((wanted: number) => {
    const next = clampListWidth(wanted);
    keepWidth(next);
    rememberLook(LIST_WIDTH_COOKIE, String(next));
  }, []);
  const value = useMemo(() => ({ width, setWidth }), [width, setWidth]);
  return <ListWidthContext value={value}>{children}</ListWidthContext>;
}
