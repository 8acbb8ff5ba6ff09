'use client';

import { Aperture, MessageCircle, Settings, Star, UsersRound } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode, useMemo, useState } from 'react';
import type { Destination } from '@/components/frame/destination';
import { Rail } from '@/components/frame/rail';
import { TabBar } from '@/components/frame/tab-bar';
import { useAppHeight } from '@/components/frame/use-app-height';
import { usePath } from '@/components/navigation';
import { onDemand, usePartsAhead } from '@/components/on-demand';
import { useTitleCount } from '@/components/page-title';
import { cn } from '@/components/ui/cn';
import { useAttention } from '@/components/use-attention';
import { settingsPlace } from '@/features/accounts/settings-path';
import { useIdleReports } from '@/features/contacts/idle';
import { NamesProvider } from '@/features/contacts/names';
import { contactsPlace } from '@/features/contacts/paths';
import { useFreshPresence } from '@/features/contacts/presence';
import { useReceivedRequests } from '@/features/contacts/received-requests';
import { useUnreadTotal } from '@/features/conversations/list';
import { chatIdFrom } from '@/features/conversations/paths';
import { savedPage } from '@/features/favourites/paths';
import { tokenFrom } from '@/features/groups/paths';
import { useWaitingForMe } from '@/features/groups/waiting-for-me';
import { useViewing } from '@/features/media/viewing';
import { BundleDialogs } from '@/features/messages/components/bundle-dialogs';
import { useMomentsHead } from '@/features/moments/head';
import { momentsPlace } from '@/features/moments/paths';
import { MessageNotifications } from '@/features/notifications/components/message-notifications';
import { ReminderToasts } from '@/features/schedules/components/reminder-toasts';
import { useBegin } from '../begin';
import { ChatsScreen } from './chats-screen';
import { ViewerLink } from './viewer-link';

const ContactsScreen = onDemand(() => import('./contacts-screen')).component('ContactsScreen');
const JoinScreen = onDemand(() => import('./join-screen')).component('JoinScreen');
const MomentsScreen = onDemand(() => import('./moments-screen')).component('MomentsScreen', {
  needed: ({ place }) => place !== null,
});
const SavedScreen = onDemand(() => import('./saved-screen')).component('SavedScreen');
const SettingsScreen = onDemand(() => import('./settings-screen')).component('SettingsScreen');
const Viewer = onDemand(() => import('@/features/media/components/viewer/viewer')).component(
  'Viewer',
  { needed: ({ viewing }) => viewing !== null },
);

/**
 * The signed-in app. It reads the address itself instead of leaving that to route components, so that
 * moving about needs no answer from the server: see components/navigation.
 */
export function Shell({ viewerId }: { viewerId: string }) {
  useBegin();
  useAppHeight();
  useFreshPresence();
  useIdleReports();
  usePartsAhead();
  // Next is told of another address later than the person sees it, and then nothing is to be drawn again.
  const path = usePathname();
  const [pathAtFirst] = useState(path);
  return (
    <NamesProvider>
      <BundleDialogs>
        <Screens viewerId={viewerId} pathAtFirst={pathAtFirst} />
        <Callers viewerId={viewerId} />
        <OpenedViewer />
      </BundleDialogs>
    </NamesProvider>
  );
}

type ScreensProps = { viewerId: string; pathAtFirst: string };

const Screens = memo(function Screens({ viewerId, pathAtFirst }: ScreensProps) {
  const path = usePath(pathAtFirst);
  const section = path.split('/')[1];
  const chatId = chatIdFrom(path);
  const place = contactsPlace(path);
  const onePaneDeep =
    (section === 'chats' && chatId !== null) ||
    (section === 'contacts' && place.page !== 'list') ||
    (section === 'moments' && momentsPlace(path).page !== 'feed') ||
    (section === 'settings' && settingsPlace(path) !== 'list');
  return (
    <Frame section={section} chatId={chatId} onePaneDeep={onePaneDeep}>
      {section === 'chats' && <ChatsScreen viewerId={viewerId} chatId={chatId} />}
      {section === 'contacts' && <ContactsScreen place={place} />}
      <MomentsScreen place={section === 'moments' ? momentsPlace(path) : null} />
      {section === 'saved' && <SavedScreen page={savedPage(path)} />}
      {section === 'join' && <JoinScreen token={tokenFrom(path)} />}
      {section === 'settings' && <SettingsScreen pathname={path} />}
    </Frame>
  );
});

/** They draw nothing. */
const Callers = memo(function Callers({ viewerId }: { viewerId: string }) {
  return (
    <>
      <ReminderToasts />
      <MessageNotifications viewerId={viewerId} />
    </>
  );
});

function OpenedViewer() {
  return <Viewer viewing={useViewing()} />;
}

type FrameProps = {
  section: string | undefined;
  chatId: string | null;
  onePaneDeep: boolean;
  children: ReactNode;
};

/** What stands around every screen. What it counts changes with each message, and then it alone is drawn. */
function Frame({ section, chatId, onePaneDeep, children }: FrameProps) {
  const t = useTranslations('frame');
  const { main, foot, all } = useDestinations(section, chatId);
  return (
    <div className="flex h-(--app-height,100dvh) flex-col overflow-hidden">
      <div className="flex min-h-0 flex-1">
        <MainRail label={t('navigation')} head={viewerLink} destinations={main} foot={foot} />
        {children}
      </div>
      <div className={cn(onePaneDeep && 'phone:hidden')}>
        <MainTabs label={t('navigation')} destinations={all} />
      </div>
    </div>
  );
}

const MainRail = memo(Rail);
const MainTabs = memo(TabBar);
const viewerLink = <ViewerLink />;

interface Destinations {
  main: Destination[];
  foot: Destination[];
  all: Destination[];
}

function useDestinations(section: string | undefined, chatId: string | null): Destinations {
  const t = useTranslations('frame');
  const attentive = useAttention();
  const unread = useUnreadTotal(attentive ? chatId : null);
  useTitleCount(unread);
  const friendRequests = useReceivedRequests().items.length;
  const inGroups = useWaitingForMe();
  const notices = useMomentsHead()?.unreadMomentNotices ?? 0;
  return useMemo(
    () => destinationsOf(t, section, { unread, friendRequests, inGroups, notices }),
    [t, section, unread, friendRequests, inGroups, notices],
  );
}

type Waiting = Record<'unread' | 'friendRequests' | 'inGroups' | 'notices', number>;

function destinationsOf(
  t: ReturnType<typeof useTranslations<'frame'>>,
  section: string | undefined,
  { unread, friendRequests, inGroups, notices }: Waiting,
): Destinations {
  const waiting = friendRequests + inGroups;
  const waitingLabel =
    inGroups > 0 ? t('waiting', { count: waiting }) : t('requests', { count: friendRequests });
  const main = [
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
      badge: { count: notices, label: t('momentNotices', { count: notices }) },
    },
    {
      href: '/saved',
      label: t('saved'),
      Icon: Star,
      active: section === 'saved',
    },
  ];
  const settings = {
    href: '/settings',
    label: t('settings'),
    Icon: Settings,
    active: section === 'settings',
  };
  return { main, foot: [settings], all: [...main, settings] };
}
