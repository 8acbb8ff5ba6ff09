'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { BellOff, BellRing, Eraser, EyeOff, Mail, MailOpen, Pin, PinOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { MenuItem } from '@/components/ui/menu-window';
import { ReturnFocusProvider } from '@/components/ui/return-focus';
import { useToast } from '@/components/ui/toast';
import type { MenuPlace } from '@/components/use-press-menu';
import { hasRead } from '@/features/messages/reading';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import type { Outcome } from '@/lib/urql/outcome';
import { type ConversationSettings, useConversationSettings } from '../settings';
import { ConversationRow_conversation } from './conversation-row.fragment';
import { useConversationName } from './conversation-title';

type Conversation = FragmentOf<typeof ConversationRow_conversation>;

export interface OpenedMenu {
  conversation: Conversation;
  at: MenuPlace;
  /** What had the focus before, and gets it back. */
  from: Element | null;
}

type ConversationMenuProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The one that was opened last. */
  opened: OpenedMenu | null;
};

/** What somebody arranges for themselves in a conversation. */
export function ConversationMenu({ open, onOpenChange, opened }: ConversationMenuProps) {
  const [clearing, setClearing] = useState<Conversation | null>(null);
  const anchor = useMemo(() => {
    if (!opened) return null;
    const { at } = opened;
    if (at instanceof Element) return at;
    return { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  }, [opened]);
  return (
    <>
      <Base.Root open={open} onOpenChange={onOpenChange} modal={false}>
        <Base.Portal>
          <Base.Positioner
            anchor={anchor}
            side="bottom"
            align="start"
            className="z-50 outline-none"
          >
            <Base.Popup className="min-w-48 rounded-sheet bg-raised p-1 text-ink shadow-float outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
              {opened && <Items conversation={opened.conversation} onClear={setClearing} />}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      <ReturnFocusProvider value={() => opened?.from as HTMLElement | null}>
        <ClearDialog conversation={clearing} onClose={() => setClearing(null)} />
      </ReturnFocusProvider>
    </>
  );
}

function useReport(): (doing: Promise<Outcome<object, string>>) => void {
  const t = useTranslations('conversations.menu');
  const toast = useToast();
  return (doing) => {
    void doing.then((outcome) => {
      if (outcome.ok) return;
      const { error, limit = 0 } = outcome;
      toast.add({ title: error === 'LimitReached' ? t('tooManyPins', { limit }) : t('failed') });
    });
  };
}

function Items({
  conversation: masked,
  onClear,
}: {
  conversation: Conversation;
  onClear: (conversation: Conversation) => void;
}) {
  const t = useTranslations('conversations.menu');
  const { update } = useConversationSettings();
  const report = useReport();
  const { id, lastSeq, unreadCount, viewerSettings } = readFragment(
    ConversationRow_conversation,
    masked,
  );
  const { pinned, doNotDisturb, markedUnread } = viewerSettings;
  const unread = unreadCount > 0 || markedUnread;
  const set = (settings: ConversationSettings) => () => report(update(id, settings));
  const markRead = () => {
    hasRead(id, lastSeq);
    if (markedUnread) report(update(id, { markedUnread: false }));
  };
  return (
    <>
      <MenuItem onClick={set({ pinned: !pinned })}>
        {pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        {pinned ? t('unpin') : t('pin')}
      </MenuItem>
      <MenuItem onClick={unread ? markRead : set({ markedUnread: true })}>
        {unread ? <MailOpen aria-hidden="true" /> : <Mail aria-hidden="true" />}
        {unread ? t('markRead') : t('markUnread')}
      </MenuItem>
      <MenuItem onClick={set({ doNotDisturb: !doNotDisturb })}>
        {doNotDisturb ? <BellRing aria-hidden="true" /> : <BellOff aria-hidden="true" />}
        {doNotDisturb ? t('disturb') : t('doNotDisturb')}
      </MenuItem>
      <MenuItem onClick={set({ hidden: true })}>
        <EyeOff aria-hidden="true" />
        {t('hide')}
      </MenuItem>
      <MenuItem tone="danger" onClick={() => onClear(masked)}>
        <Eraser aria-hidden="true" />
        {t('clearHistory')}
      </MenuItem>
    </>
  );
}

function ClearDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation | null;
  onClose: () => void;
}) {
  const t = useTranslations('conversations.menu');
  const common = useTranslations('common');
  const nameOf = useConversationName();
  const { clearHistory } = useConversationSettings();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const shown = conversation && readFragment(ConversationRow_conversation, conversation);
  const clear = async () => {
    if (!shown) return;
    setBusy(true);
    const outcome = await clearHistory(shown.id);
    setBusy(false);
    setFailed(!outcome.ok);
    if (outcome.ok) onClose();
  };
  return (
    <ConfirmDialog
      open={conversation !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('clearTitle', { name: shown ? nameOf(shown) : '' })}
      description={t('clearBody')}
      confirmLabel={t('clear')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={failed ? t('failed') : null}
      onConfirm={clear}
    />
  );
}
