'use client';

import { useTranslations } from 'next-intl';
import { type Introduced, useSharing } from '../sharing';
import { SendToDialog } from './send-to-dialog';

type RecommendDialogProps = {
  /** Whom or what; null while nothing is being recommended. */
  introduced: Introduced | null;
  name: string;
  onClose: () => void;
};

/** Sends the card of a person or of a public group to friends. */
export function RecommendDialog({ introduced, name, onClose }: RecommendDialogProps) {
  const t = useTranslations('forward');
  const { sendCard } = useSharing();
  return (
    <SendToDialog
      open={introduced !== null}
      onClose={onClose}
      title={t('recommend', { name })}
      action="card"
      send={(conversationId) => sendCard(conversationId, introduced ?? { userId: '' })}
    />
  );
}
