import { useTranslations } from 'next-intl';
import { PresenceAvatar } from '@/features/accounts/components/presence-avatar';
import { useNameOf } from '@/features/contacts/names';
import { GroupAvatar } from '@/features/groups/components/group-avatar';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { ConversationTitle_conversation } from './conversation-title.fragment';

type Conversation = FragmentOf<typeof ConversationTitle_conversation>;

/** What a conversation is called: a group by its name, a direct one by the other person's, one's own notes as such. */
export function useConversationName() {
  const t = useTranslations('conversations');
  const nameOf = useNameOf();
  return (masked: Conversation): string => {
    const { kind, name, peer } = readFragment(ConversationTitle_conversation, masked);
    if (kind === 'SELF') return t('self');
    if (kind === 'DIRECT') return peer ? nameOf(peer) : t('someone');
    return name?.trim() || t('unnamedGroup');
  };
}

type ConversationAvatarProps = {
  conversation: Conversation;
  size?: 'small' | 'medium' | 'large' | 'huge';
};

export function ConversationAvatar({ conversation, size }: ConversationAvatarProps) {
  const nameOf = useConversationName();
  const { id, kind, peer, avatarEmoji, avatar, faces } = readFragment(
    ConversationTitle_conversation,
    conversation,
  );
  if (peer) return <PresenceAvatar user={peer} size={size} />;
  const emoji = kind === 'SELF' ? '📝' : avatarEmoji;
  const name = nameOf(conversation);
  return <GroupAvatar {...{ id, name, emoji, faces, size }} picture={avatar} />;
}
