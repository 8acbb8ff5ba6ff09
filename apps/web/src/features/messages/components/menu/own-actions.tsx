'use client';

import { Copy, History, Pencil, Pin, PinOff, Reply, Trash2, Undo2, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { publicName } from '@/features/contacts/names';
import { startEdit, startReply } from '../../composition';
import { editTarget } from '../../edit-target';
import { isLine } from '../../notices';
import { mayRun, useOpenConversation } from '../../open-conversation';
import { useMessageOperations } from '../../operations';
import type { RowMessage } from '../../row';
import { saidText } from '../../said-text';
import { senderName } from '../../sender-name';
import { useSaidLine } from '../../use-said-line';
import type { MessageAction } from './message-action';
import { useReportRefusal } from './use-report-refusal';

/** As the API keeps it (RECALL_WINDOW_SECONDS): what it would refuse is not offered. */
const RECALL_WITHIN_MS = 2 * 60_000;
const EXCERPT = 140;

interface Dialogs {
  deleteForMe: (message: RowMessage) => void;
  deleteForEveryone: (message: RowMessage) => void;
  showReaders: (message: RowMessage) => void;
  showVersions: (message: RowMessage) => void;
}

/** What the menu of a message offers beyond passing it on; computed when it opens, so that time has its say. */
export function useOwnActions(dialogs: Dialogs): (message: RowMessage) => MessageAction[] {
  const t = useTranslations('menu');
  const conversation = useOpenConversation();
  const operations = useMessageOperations();
  const report = useReportRefusal();
  const line = useSaidLine();
  const { id: conversationId, viewerId } = conversation;

  return (message) => {
    const { id, seq, sender, content } = message;
    const text = saidText(content);
    const own = sender.id === viewerId;
    // Nothing that somebody says (any more).
    const gone = isLine(message);
    const editable = editTarget(message, viewerId);
    const age = Date.now() - new Date(message.sentAt).getTime();
    const offers: (MessageAction | false)[] = [
      !gone &&
        conversation.maySpeak && {
          id: 'reply',
          label: t('reply'),
          Icon: Reply,
          run: () =>
            startReply(conversationId, {
              messageId: id,
              seq,
              senderId: message.sender.id,
              senderName: senderName(message, publicName),
              excerpt: line(content).slice(0, EXCERPT),
            }),
        },
      text !== null &&
        globalThis.isSecureContext && {
          id: 'copy',
          label: t('copy'),
          Icon: Copy,
          run: () => void navigator.clipboard.writeText(text),
        },
      conversation.maySpeak &&
        editable !== null && {
          id: 'edit',
          label: t('edit'),
          Icon: Pencil,
          run: () => startEdit(conversationId, editable),
        },
      !gone &&
        mayRun(conversation) && {
          id: 'pin',
          label: message.pinned ? t('unpin') : t('pin'),
          Icon: message.pinned ? PinOff : Pin,
          run: () => report(message.pinned ? operations.unpin(id) : operations.pin(id), 'pin'),
        },
      !gone &&
        message.editedAt !== null && {
          id: 'versions',
          label: t('versions'),
          Icon: History,
          run: () => dialogs.showVersions(message),
        },
      own &&
        !gone &&
        conversation.kind === 'GROUP' && {
          id: 'readers',
          label: t('readers'),
          Icon: Users,
          run: () => dialogs.showReaders(message),
        },
      own &&
        !gone &&
        age < RECALL_WITHIN_MS && {
          id: 'recall',
          label: t('recall'),
          Icon: Undo2,
          run: () => report(operations.recall(id)),
        },
      {
        id: 'deleteForMe',
        label: t('deleteForMe'),
        Icon: Trash2,
        tone: 'danger',
        run: () => dialogs.deleteForMe(message),
      },
      !gone &&
        conversation.kind === 'GROUP' &&
        mayRun(conversation) && {
          id: 'deleteForEveryone',
          label: t('deleteForEveryone'),
          Icon: Trash2,
          tone: 'danger',
          run: () => dialogs.deleteForEveryone(message),
        },
    ];
    return offers.filter((offer) => offer !== false);
  };
}
