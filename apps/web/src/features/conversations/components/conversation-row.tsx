'use client';

import { BellOff, Pin } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type CSSProperties, memo } from 'react';
import { NavLink } from '@/components/navigation';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { PRESSABLE, usePressMenu } from '@/components/use-press-menu';
import { useNameOf } from '@/features/contacts/names';
import { MessagePreview } from '@/features/messages/components/message-preview';
import { TypingDots } from '@/features/messages/components/typing-dots';
import { useTypers } from '@/features/messages/typing';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { fullTime, listTime } from '@/lib/time-format';
import { chatPath } from '../paths';
import { useConversationMenu } from './conversation-menu';
import { ConversationRow_conversation } from './conversation-row.fragment';
import { ConversationAvatar, useConversationName } from './conversation-title';

type ConversationRowProps = {
  conversation: FragmentOf<typeof ConversationRow_conversation>;
  viewerId: string;
  selected: boolean;
  /** Being read this moment: what arrives is read at once and is not worth a badge. */
  read: boolean;
  draft: string | undefined;
  now: Date;
};

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { selected, read, now } = props;
  const t = useTranslations('conversations');
  const locale = useLocale();
  const nameOf = useConversationName();
  const conversation = readFragment(ConversationRow_conversation, props.conversation);
  const at = new Date(conversation.lastMessage?.sentAt ?? conversation.activeAt);
  const unread = read ? 0 : conversation.unreadCount;
  const { pinned, doNotDisturb, markedUnread } = conversation.viewerSettings;
  const openMenu = useConversationMenu();
  const press = usePressMenu({ open: (at) => openMenu(props.conversation, at) });
  return (
    <li className="px-2 [contain-intrinsic-size:auto_4rem] [content-visibility:auto]">
      <NavLink
        href={chatPath(conversation.id)}
        {...press}
        // Lifted by a long press it would be a link to drag, not a row with a menu.
        draggable={false}
        data-roving
        aria-current={selected ? 'page' : undefined}
        style={
          { '--presence-ring': selected ? 'var(--selected)' : 'var(--surface)' } as CSSProperties
        }
        className={cn(
          PRESSABLE,
          '-outline-offset-2 flex h-16 items-center gap-3 rounded-[8px] px-2',
          selected
            ? 'forced-outline bg-selected'
            : 'hover:bg-hover hover:[--presence-ring:var(--hover)]!',
          pinned && !selected && 'bg-sunken',
        )}
      >
        <ConversationAvatar conversation={conversation} />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-baseline gap-2">
            <span
              className={cn(
                'min-w-0 flex-1 truncate text-body',
                unread > 0 ? 'font-semibold' : 'font-medium',
              )}
            >
              <bdi>{nameOf(conversation)}</bdi>
            </span>
            <time
              dateTime={at.toISOString()}
              title={fullTime(at, locale)}
              className="tabular shrink-0 text-ink-2 text-meta"
            >
              {listTime(at, now, locale)}
            </time>
          </span>
          <span className="flex h-5 items-center gap-2">
            <span className="min-w-0 flex-1 truncate text-ink-2 text-label">
              {unread > 0 && conversation.unreadMentionCount > 0 && (
                <span className="me-1 text-amber-ink">{t('mentioned')}</span>
              )}
              <SecondLine {...props} />
            </span>
            {pinned && <Pin role="img" aria-label={t('pinned')} className="size-3.5 text-ink-2" />}
            {doNotDisturb && (
              <BellOff role="img" aria-label={t('quiet')} className="size-3.5 text-ink-2" />
            )}
            <Badge count={unread} quiet={doNotDisturb} label={t('unread', { count: unread })} />
            {markedUnread && unread === 0 && (
              <span
                role="img"
                aria-label={t('markedUnread')}
                className="size-2.5 rounded-full bg-leaf"
              />
            )}
          </span>
        </span>
      </NavLink>
    </li>
  );
});

/** What matters most now: someone typing, then what I have not sent yet, then what was said last. */
function SecondLine({ conversation: masked, viewerId, selected, draft }: ConversationRowProps) {
  const t = useTranslations('conversations');
  const nameOf = useNameOf();
  const { id, kind, lastMessage } = readFragment(ConversationRow_conversation, masked);
  const [typer] = useTypers(id);
  if (typer) {
    return (
      <span className="inline-flex items-center gap-1.5 text-leaf-ink">
        <TypingDots />
        {kind === 'GROUP' ? t('typingNamed', { name: nameOf(typer) }) : t('typing')}
      </span>
    );
  }
  if (draft?.trim() && !selected) {
    return t.rich('draft', {
      text: draft.trim().slice(0, 140),
      label: (chunks) => <span className="text-leaf-ink">{chunks}</span>,
    });
  }
  if (!lastMessage) return t('noMessagesYet');
  return <MessagePreview message={lastMessage} viewerId={viewerId} kind={kind} />;
}
