'use client';

import { useTranslations } from 'next-intl';
import { MenuCheckItem, MenuLine } from '@/components/ui/menu';
import { useToast } from '@/components/ui/toast';
import { useMomentRelation, useMomentStanding } from '../standing';

/** In the menu of a person: whether I see their posts, and they mine. */
export function MomentRelationItems({ userId }: { userId: string }) {
  const t = useTranslations('moments.person');
  const toast = useToast();
  const relation = useMomentRelation(userId);
  const { setRelation } = useMomentStanding();
  if (!relation) return null;
  const change = async (changes: { hidesTheirs?: boolean; hidesMine?: boolean }) => {
    const outcome = await setRelation({ userId, ...changes });
    if (!outcome.ok) toast.add({ title: t('failed') });
  };
  return (
    <>
      <MenuCheckItem
        checked={relation.hidesTheirs}
        onCheckedChange={(hidesTheirs) => void change({ hidesTheirs })}
      >
        {t('hideTheirs')}
      </MenuCheckItem>
      <MenuCheckItem
        checked={relation.hidesMine}
        onCheckedChange={(hidesMine) => void change({ hidesMine })}
      >
        {t('hideMine')}
      </MenuCheckItem>
      <MenuLine />
    </>
  );
}
