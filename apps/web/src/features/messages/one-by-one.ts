'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Outcome } from '@/lib/urql/outcome';
import { type RefusedAction, useMessageRefusal } from './components/menu/use-report-refusal';

/** Does the same for each of a few, one after the other; what was refused stays to be tried again. */
export function useOneByOne(action: RefusedAction) {
  const t = useTranslations('forward');
  const refusal = useMessageRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** Answers with those for which it was not done. */
  const sendAll = async (
    ids: readonly string[],
    send: (id: string) => Promise<Outcome<object, string>>,
  ): Promise<string[]> => {
    setBusy(true);
    setProblem(null);
    const left: string[] = [];
    let reason = '';
    for (const id of ids) {
      const outcome = await send(id);
      if (outcome.ok) continue;
      left.push(id);
      reason = refusal(outcome, action);
    }
    if (left.length > 0) setProblem(left.length < ids.length ? t('partly', { reason }) : reason);
    setBusy(false);
    return left;
  };
  return { busy, problem, forget: () => setProblem(null), sendAll };
}
