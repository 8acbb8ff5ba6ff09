import { useLocale, useTranslations } from 'next-intl';
import { useNameOf } from '@/features/contacts/names';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { momentTime } from '@/lib/time-format';
import { isNotice } from '../notices';
import { useSenderName } from '../sender-name';
import { SystemNotice_message } from './system-notice.fragment';

const MOST_NAMES = 3;

type Person = { id: string; nickname: string };

/** What happened, in a sentence: "Mei added Ada and Lin". Null for what somebody said. */
export function useNoticeText(viewerId: string | null) {
  const t = useTranslations('messages.notice');
  const nameOf = useNameOf();
  const senderName = useSenderName();
  const locale = useLocale();

  const isOwn = (person: Person) => (person.id === viewerId ? 'yes' : 'no');
  const names = (people: readonly Person[]) => {
    const shown = people
      .slice(0, MOST_NAMES)
      .map((person) => (person.id === viewerId ? t('you') : nameOf(person)));
    const rest = people.length - shown.length;
    if (rest > 0) shown.push(t('others', { count: rest }));
    return new Intl.ListFormat(locale, { type: 'conjunction' }).format(shown);
  };

  return (masked: FragmentOf<typeof SystemNotice_message>): string | null => {
    const message = readFragment(SystemNotice_message, masked);
    const { sender, content } = message;
    if (!isNotice(message)) return null;
    const by = { own: isOwn(sender), name: senderName(message) };
    switch (content.__typename) {
      case 'GroupCreatedNotice':
        return t('groupCreated', by);
      case 'MembersAddedNotice':
        return t('membersAdded', { ...by, people: names(content.members) });
      case 'MembersRemovedNotice':
        return t('membersRemoved', { ...by, people: names(content.members) });
      case 'MemberLeftNotice':
        return t('memberLeft', { own: isOwn(content.member), name: nameOf(content.member) });
      case 'MemberJoinedNotice':
        return t('memberJoined', {
          own: isOwn(content.member),
          name: nameOf(content.member),
          via: content.via,
        });
      case 'MemberMutedNotice':
        return content.until
          ? t('memberMuted', {
              ...by,
              people: names([content.member]),
              until: momentTime(new Date(content.until), new Date(), locale),
            })
          : t('memberUnmuted', { ...by, people: names([content.member]) });
      case 'RoleChangedNotice':
        return t('roleChanged', { ...by, people: names([content.member]), role: content.role });
      case 'OwnerChangedNotice':
        return t('ownerChanged', { ...by, people: names([content.member]) });
      case 'GroupRenamedNotice':
        return t('groupRenamed', { ...by, group: content.name });
      case 'GroupChangedNotice':
        return t('groupChanged', { ...by, change: content.change });
      case 'AnnouncementNotice':
        return t('announced', by);
      case 'MessagePinnedNotice':
        return t('messagePinned', by);
      // The API grows new kinds before every client knows them.
      default:
        return t('unsupported');
    }
  };
}
