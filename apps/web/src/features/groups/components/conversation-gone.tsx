'use client';

import { DoorOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { NavLink } from '@/components/navigation';
import { buttonVariants } from '@/components/ui/button-variants';
import { EmptyState } from '@/components/ui/empty-state';
import { useLeaving } from '../leavings';

type ConversationGoneProps = {
  conversationId: string;
  /** For one that was not there in the first place. */
  fallback: ReactNode;
};

/** A group that went away while it was on the screen, with the reason. */
export function ConversationGone({ conversationId, fallback }: ConversationGoneProps) {
  const t = useTranslations('groups.gone');
  const leaving = useLeaving(conversationId);
  if (!leaving) return fallback;
  const name = leaving.name ?? t('unnamed');
  return (
    <>
      <div className="safe-top hidden h-(--header-height) items-center ps-1 phone:flex">
        <BackButton label={t('back')} fallback="/chats" />
      </div>
      <div role="status" className="flex flex-1 flex-col">
        <EmptyState
          className="flex-1"
          picture={<DoorOpen className="size-8" />}
          title={t(`title.${leaving.reason}`, { name })}
          action={
            <NavLink href="/chats" replace className={buttonVariants({ variant: 'secondary' })}>
              {t('back')}
            </NavLink>
          }
        >
          {t(`body.${leaving.reason}`)}
        </EmptyState>
      </div>
    </>
  );
}
