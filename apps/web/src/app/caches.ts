import { accountsCache } from '@/features/accounts/cache';
import { backgroundsCache } from '@/features/backgrounds/cache';
import { contactsCache } from '@/features/contacts/cache';
import { conversationsCache } from '@/features/conversations/cache';
import { favouritesCache } from '@/features/favourites/cache';
import { groupsCache } from '@/features/groups/cache';
import { installationCache } from '@/features/installation/cache';
import { messagesCache } from '@/features/messages/cache';
import type { HistoryStore } from '@/features/messages/history-store';
import { momentsCache } from '@/features/moments/cache';
import { notificationsCache } from '@/features/notifications/cache';
import { organisationCache } from '@/features/organisation/cache';
import { personalDataCache } from '@/features/personal-data/cache';
import { schedulesCache } from '@/features/schedules/cache';
import { searchCache } from '@/features/search/cache';
import type { FeatureCache } from '@/lib/urql/feature-cache';

/** What each feature knows about answers and events. */
export const everyCache = (viewerId: string | null, history: HistoryStore): FeatureCache[] => [
  installationCache(),
  accountsCache(),
  contactsCache(),
  organisationCache(),
  ...conversationsCache(viewerId),
  backgroundsCache(),
  ...messagesCache(viewerId, history),
  momentsCache(viewerId),
  favouritesCache(),
  groupsCache(viewerId),
  schedulesCache(),
  personalDataCache(),
  searchCache(),
  notificationsCache(viewerId),
];
