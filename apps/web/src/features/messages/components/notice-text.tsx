import { useLocale, useTranslations } from 'next-intl';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { SystemNotice_message } from './system-notice.fragment';

const MOST_NAMES = 3;

/** What happened, in a sentence: "Mei added Ada and Lin". Null for what a person wrote. */
export function useNoticeText(viewerId: string | null) {
  const t = useTranslations('messages.notice');
  const locale = useLocale();

  const names = (people: readonly { id: string; nickname: string }[]) => {
    const shown = people
      .slice(0, MOST_NAMES)
      .map((person) => (person.id === viewerId ? t('you') : person.nickname));
    const rest = people.length - shown.length;
    if (rest > 0) shown.push(t('others', { count: rest }));
    return new Intl.ListFormat(locale, { type: 'conjunction' }).format(shown);
  };

  return (masked: FragmentOf<typeof SystemNotice_message>): string | null => {
    const { sender, content } = readFragment(SystemNotice_message, masked);
    const own = sender.id === viewerId ? 'yes' : 'no';
    switch (content.__typename) {
      case 'GroupCreatedNotice':
        return t('groupCreated', { own, name: sender.nickname });
      case 'MembersAddedNotice':
        return t('membersAdded', { own, name: sender.nickname, people: names(content.members) });
      case 'MemberLeftNotice':
        return t('memberLeft', {
          own: content.member.id === viewerId ? 'yes' : 'no',
          name: content.member.nickname,
        });
      case 'TextContent':
        return null;
      // The API grows new kinds before every client knows them.
      default:
        return t('unsupported');
    }
  };
}
