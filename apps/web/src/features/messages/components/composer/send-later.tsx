'use client';

import { Clock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
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
  disabled: boolean;
  /** It has been taken on: the composer is free again. */
  onDone: () => void;
};

/** Sends what stands in the composer at another time. */
export function SendLater({ conversationId, words, disabled, onDone }: SendLaterProps) {
  const t = useTranslations('schedules');
  const toast = useToast();
  const refusal = useMessageRefusal();
  const { schedule } = useScheduleActions();
  const [open, setOpen] = useState(false);
  const choose = async (sendAt: Date) => {
    const { replyTo, format, mentioned } = compositionOf(conversationId);
    const mentions = mentionSpans(words, mentioned);
    const outcome = await schedule({
      ...{ conversationId, text: words, format, mentions, sendAt },
      ...(replyTo && { replyToId: replyTo.messageId }),
    });
    if (!outcome.ok) return refusal(outcome.error);
    toast.add({ title: t('scheduled') });
    cancelComposition(conversationId);
    onDone();
    return null;
  };
  return (
    <>
      <IconButton label={t('sendLater')} disabled={disabled} onClick={() => setOpen(true)}>
        <Clock aria-hidden="true" />
      </IconButton>
      <WhenDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('sendLater')}
        confirmLabel={t('schedule')}
        onChoose={choose}
      />
    </>
  );
}
