'use client';

import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ListDetail } from '@/components/frame/list-detail';
import { navigate } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { CategoriesPage } from '@/features/contacts/components/categories-page';
import { ContactsList } from '@/features/contacts/components/contacts-list';
import { FriendRequests } from '@/features/contacts/components/friend-requests';
import { PeopleSearch } from '@/features/contacts/components/people-search';
import { PersonPage } from '@/features/contacts/components/person-page';
import { CONTACTS, type ContactsPlace } from '@/features/contacts/paths';
import { useConversationActions } from '@/features/conversations/actions';
import { chatPath } from '@/features/conversations/paths';
import { DiscoverGroups } from '@/features/groups/components/discover-groups';
import { GroupPage } from '@/features/groups/components/group-page';
import { RecommendButton } from '@/features/messages/components/recommend-button';
import { OrganisationPage } from '@/features/organisation/components/organisation-page';

export function ContactsScreen({ place }: { place: ContactsPlace }) {
  const t = useTranslations('frame');
  return (
    <ListDetail
      listLabel={t('contacts')}
      resizeLabel={t('resizeList')}
      detailOpen={place.page !== 'list'}
      list={<ContactsList place={place} />}
      detail={<Detail place={place} />}
    />
  );
}

function Detail({ place }: { place: ContactsPlace }) {
  const { openDirect } = useConversationActions();
  const message = async (userId: string) => {
    const result = await openDirect(userId);
    if (!result.ok) return result.error;
    navigate(chatPath(result.conversationId));
    return null;
  };
  if (place.page === 'find') return <PeopleSearch onMessage={message} />;
  if (place.page === 'requests') return <FriendRequests />;
  if (place.page === 'categories') return <CategoriesPage />;
  if (place.page === 'groups') return <DiscoverGroups back={CONTACTS} />;
  if (place.page === 'organisation')
    return <OrganisationPage departmentId={place.id} onMessage={message} />;
  if (place.page === 'group')
    return (
      <GroupPage
        key={place.id}
        id={place.id}
        more={({ id, name }) => <RecommendButton introduced={{ groupId: id }} name={name} />}
      />
    );
  if (place.page === 'person')
    return (
      <PersonPage
        key={place.id}
        id={place.id}
        onMessage={message}
        more={({ id, nickname }) => <RecommendButton introduced={{ userId: id }} name={nickname} />}
      />
    );
  return <NoneChosen />;
}

function NoneChosen() {
  const t = useTranslations('frame');
  usePageTitle(t('contacts'));
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 text-ink-2 text-label">
      <UsersRound className="size-9 text-ink-3 stroke-[1.25]!" aria-hidden="true" />
      {t('chooseContact')}
    </div>
  );
}
