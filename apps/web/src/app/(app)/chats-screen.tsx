'use client';

import { useTranslations } from 'next-intl';
import { BrandMark } from '@/components/brand';
import { ListDetail } from '@/components/frame/list-detail';
import { onDemand } from '@/components/on-demand';
import { usePageTitle } from '@/components/page-title';
import { ConnectionLine } from '@/features/conversations/components/connection-line';
import { ConversationList } from '@/features/conversations/components/conversation-list';
import { ConversationView } from '@/features/conversations/components/conversation-view';
import { useConversationList } from '@/features/conversations/list';

const UnverifiedEmail = onDemand(
  () => import('@/features/accounts/components/unverified-email'),
).component('UnverifiedEmail', { needed: () => false });
const FirstRun = onDemand(() => import('@/features/conversations/components/first-run')).component(
  'FirstRun',
);

type ChatsScreenProps = { viewerId: string; chatId: string | null };

export function ChatsScreen({ viewerId, chatId }: ChatsScreenProps) {
  const t = useTranslations('frame');
  return (
    <ListDetail
      listLabel={t('chats')}
      resizeLabel={t('resizeList')}
      detailOpen={chatId !== null}
      list={
        <>
          <ConversationList viewerId={viewerId} selectedId={chatId} />
          <UnverifiedEmail />
        </>
      }
      detail={
        chatId === null ? (
          <NoneChosen />
        ) : (
          <ConversationView key={chatId} conversationId={chatId} viewerId={viewerId} />
        )
      }
    />
  );
}

function NoneChosen() {
  const t = useTranslations('frame');
  const { conversations, fetching, error } = useConversationList();
  usePageTitle(t('chats'));
  const first = conversations.length === 0 && !fetching && !error;
  return (
    <>
      <ConnectionLine />
      <div className="flex min-h-0 flex-1 flex-col items-center justify-center overflow-y-auto p-8">
        {first ? (
          <FirstRun />
        ) : (
          <div className="flex flex-col items-center gap-3 text-ink-2 text-label">
            <BrandMark className="size-10 opacity-40 grayscale" />
            {t('chooseChat')}
          </div>
        )}
      </div>
    </>
  );
}
