'use client';

import { Aperture, MessageCircle, Settings, Star, UsersRound } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { Destination } from '@/components/frame/destination';
import { Rail } from '@/components/frame/rail';
import { TabBar } from '@/components/frame/tab-bar';
import { useAppHeight } from '@/components/frame/use-app-height';
import { useMarkdownAhead } from '@/components/markdown/markdown';
import { useTitleCount } from '@/components/page-title';
import { cn } from '@/components/ui/cn';
import { settingsPlace } from '@/features/accounts/settings-path';
import { useIdleReports } from '@/features/contacts/idle';
import { NamesProvider } from '@/features/contacts/names';
import { contactsPlace } from '@/features/contacts/paths';
import { useFreshPresence, useReceivedRequests } from '@/features/contacts/people';
import { useUnreadTotal } from '@/features/conversations/list';
import { chatIdFrom } from '@/features/conversations/paths';
import { savedPage } from '@/features/favourites/paths';
import { tokenFrom } from '@/features/groups/paths';
import { useWaitingForMe } from '@/features/groups/waiting';
import { Viewer } from '@/features/media/components/viewer/viewer';
import { BundleDialogs } from '@/features/messages/components/bundle-dialog';
import { momentsPlace } from '@/features/moments/paths';
import { useMomentsHead } from '@/features/moments/reading';
import { MessageNotifications } from '@/features/notifications/components/message-notifications';
import { ReminderToasts } from '@/features/schedules/components/reminder-toasts';
import { useBegin } from '../begin';
import { ChatsScreen } from './chats-screen';
import { ContactsScreen } from './contacts-screen';
import { JoinScreen } from './join-screen';
import { MomentsScreen } from './moments-screen';
import { SavedScreen } from './saved-screen';
import { SettingsScreen } from './settings-screen';
import { ViewerLink } from './viewer-link';

/**
 * The signed-in app. It reads the address itself instead of leaving that to route components, so that
 * moving about needs no answer from the server: see components/navigation.
 */
export function Shell({ viewerId }: { viewerId: string }) {
  const t = useTranslations('frame');
  const pathname = usePathname();
  const section = pathname.split('/')[1];
  const { main, settings } = useDestinations(section);
  useBegin();
  useAppHeight();
  useFreshPresence();
  useIdleReports();
  useMarkdownAhead();

  const chatId = chatIdFrom(pathname);
  const place = contactsPlace(pathname);
  const onePaneDeep =
    (section === 'chats' && chatId !== null) ||
    (section === 'contacts' && place.page !== 'list') ||
    (section === 'moments' && momentsPlace(pathname).page !== 'feed') ||
    (section === 'settings' && settingsPlace(pathname) !== 'list');
  return (
    <NamesProvider>
      <BundleDialogs>
        <div className="flex h-(--app-height,100dvh) flex-col overflow-hidden">
          <div className="flex min-h-0 flex-1">
            <Rail
              label={t('navigation')}
              head={<ViewerLink />}
              destinations={main}
              foot={[settings]}
            />
            {section === 'chats' && <ChatsScreen viewerId={viewerId} chatId={chatId} />}
            {section === 'contacts' && <ContactsScreen place={place} />}
            <MomentsScreen place={section === 'moments' ? momentsPlace(pathname) : null} />
            {section === 'saved' && <SavedScreen page={savedPage(pathname)} />}
            {section === 'join' && <JoinScreen token={tokenFrom(pathname)} />}
            {section === 'settings' && <SettingsScreen pathname={pathname} />}
            <ReminderToasts />
            <MessageNotifications viewerId={viewerId} />
            <Viewer />
          </div>
          <div className={cn(onePaneDeep && 'phone:hidden')}>
            <TabBar label={t('navigation')} destinations={[...main, settings]} />
          </div>
        </div>
      </BundleDialogs>
    </NamesProvider>
  );
}

function useDestinations(section: string | undefined): {
  main: Destination[];
  settings: Destination;
} {
  const t = useTranslations('frame');
  const unread = useUnreadTotal();
  useTitleCount(unread);
  const friendRequests = useReceivedRequests().items.length;
  const inGroups = useWaitingForMe();
  const momentNotices = useMomentsHead()?.unreadMomentNotices ?? 0;
  const waiting = friendRequests + inGroups;
  const waitingLabel =
    inGroups > 0 ? t('waiting', { count: waiting }) : t('requests', { count: friendRequests });
  return {
    main: [
      {
        href: '/chats',
        label: t('chats'),
        Icon: MessageCircle,
        active: section === 'chats',
        badge: { count: unread, label: t('unread', { count: unread }) },
      },
      {
        href: '/contacts',
        label: t('contacts'),
        Icon: UsersRound,
        active: section === 'contacts',
        badge: { count: waiting, label: waitingLabel },
      },
      {
        href: '/moments',
        label: t('moments'),
        Icon: Aperture,
        active: section === 'moments',
        badge: { count: momentNotices, label: t('momentNotices', { count: momentNotices }) },
      },
      {
        href: '/saved',
        label: t('saved'),
        Icon: Star,
        active: section === 'saved',
      },
    ],
    settings: {
      href: '/settings',
      label: t('settings'),
      Icon: Settings,
      active: section === 'settings',
    },
  };
}
