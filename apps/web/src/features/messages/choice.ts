'use client';

import { useCallback, useState } from 'react';

/** As many as one reaches at once without it becoming a broadcast. */
const MOST = 9;

/** A few of many, by their ids. */
export function useChoice() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string) =>
      setChosen((now) => {
        const next = new Set(now);
        if (!next.delete(id) && next.size < MOST) next.add(id);
        return next;
      }),
    [],
  );
  const choose = useCallback((ids: readonly string[]) => setChosen(new Set(ids)), []);
  return { chosen, full: chosen.size === MOST, toggle, choose };
}
