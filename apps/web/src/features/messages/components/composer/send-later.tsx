'use client';

import { useTranslations } from 'next-intl';
import { useToast } from '@/components/ui/toast';
import { WhenDialog } from '@/features/schedules/components/when-dialog';
import { useScheduleActions } from '@/features/schedules/schedules';
import { cancelComposition, compositionOf } from '../../composition';
import { mentionSpans } from '../../mention-spans';
import { useMessageRefusal } from '../menu/use-report-refusal';

type SendLaterProps = {
  conversationId: string;
  /** What is to be sent, without the white space around. */
  words: string;
  open: boolean;
  onClose: () => void;
  /** It has been taken on: the composer is free again. */
  onDone: () => void;
};

/** Sends what stands in the composer at another time. */
export function SendLater({ conversationId, words, open, onClose, onDone }: SendLaterProps) {
  const t = useTranslations('schedules');
  const toast = useToast();
  const refusal = useMessageRefusal();
  const { schedule } = useScheduleActions();
  const choose = async (sendAt: Date) => {
    const { replyTo, format, mentioned } = compositionOf(conversationId);
    const mentions = mentionSpans(words, mentioned);
    const outcome = await schedule({
      ...{ conversationId, text: words, format, mentions, sendAt },
      ...(replyTo && { replyToId: replyTo.messageId }),
    });
    if (!outcome.ok) return refusal(outcome, 'schedule');
    toast.add({ title: t('scheduled') });
    cancelComposition(conversationId);
    onDone();
    return null;
  };
  return (
    <WhenDialog
      open={open}
      onClose={onClose}
      title={t('sendLater')}
      confirmLabel={t('schedule')}
      onChoose={choose}
    />
  );
}
