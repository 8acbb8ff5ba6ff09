'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { useUploadLimits } from '@/features/media/limits';
import { type PreparedFile, tooLarge } from '@/features/media/picked';
import { prepareFile } from '@/features/media/prepare';
import { byteSize } from '@/features/media/sizes';
import type { AttachedFile } from '../../moments-db';

type Change = (to: (files: readonly AttachedFile[]) => readonly AttachedFile[]) => void;

/** Why a file does not go into a post. */
export type Unfit = 'notShown' | 'tooMany' | 'oneVideo';

/** Up to `most` pictures, or one video. */
export function unfit(
  among: readonly { file: Pick<PreparedFile, 'kind'> }[],
  { kind }: Pick<PreparedFile, 'kind'>,
  most: number,
): Unfit | null {
  if (kind !== 'IMAGE' && kind !== 'VIDEO') return 'notShown';
  const video = kind === 'VIDEO' || among.some(({ file }) => file.kind === 'VIDEO');
  if (video && among.length > 0) return 'oneVideo';
  return among.length >= most ? 'tooMany' : null;
}

/** Makes what was picked ready, one after the other, and puts it into the post; what does not fit is said. */
export function useAttaching(files: readonly AttachedFile[], change: Change, most: number) {
  const t = useTranslations('moments.compose');
  const locale = useLocale();
  useUploadLimits();
  const [preparing, setPreparing] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const attach = async (picked: readonly File[]) => {
    setProblem(null);
    const now = [...files];
    setPreparing((count) => count + picked.length);
    for (const original of picked) {
      const file = await prepareFile(original);
      setPreparing((count) => count - 1);
      const large = tooLarge(file);
      const why = unfit(now, file, most);
      if (why) setProblem(t(`unfit.${why}`, { name: original.name, most }));
      else if (large)
        setProblem(
          t('tooLarge', {
            name: original.name,
            size: byteSize(large.size, locale),
            limit: byteSize(large.limit, locale),
          }),
        );
      else {
        const added = { id: uuid(), file };
        now.push(added);
        change((kept) => [...kept, added]);
      }
    }
  };
  const full = files.length + preparing >= most || files.some(({ file }) => file.kind === 'VIDEO');
  return { attach, preparing, problem, full };
}
