'use client';

import { useTranslations } from 'next-intl';
import { BackButton } from '@/components/frame/back-button';
import { JoinPage } from '@/features/groups/components/join-page';

/** Where links and invitations to groups lead. */
export function JoinScreen({ token }: { token: string | null }) {
  const t = useTranslations('groups.join');
  return (
    <main className="flex min-w-0 flex-1 flex-col overflow-y-auto bg-paper">
      <div className="safe-top shrink-0 phone:ps-1">
        <div className="flex h-(--header-height) items-center">
          <BackButton label={t('toChats')} fallback="/chats" />
        </div>
      </div>
      <JoinPage key={token} token={token ?? ''} />
    </main>
  );
}
