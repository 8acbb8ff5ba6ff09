'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Segmented } from '@/components/ui/segmented';
import { useSharing } from '../sharing';
import { SendToDialog } from './send-to-dialog';

export interface Forwarded {
  messageIds: string[];
  /** What a bundle of them is called. */
  title: string;
}

type ForwardDialogProps = { forwarded: Forwarded | null; onClose: () => void; onDone?: () => void };

/** Where messages are to go, one by one or as a "chat history". */
export function ForwardDialog({ forwarded, onClose, onDone }: ForwardDialogProps) {
  const t = useTranslations('forward');
  const { forward } = useSharing();
  const [bundled, setBundled] = useState(false);
  const { messageIds, title } = forwarded ?? { messageIds: [], title: '' };
  const several = messageIds.length > 1;
  return (
    <SendToDialog
      open={forwarded !== null}
      onClose={onClose}
      onDone={onDone}
      title={t('title', { count: messageIds.length })}
      action="forward"
      send={(conversationId) =>
        forward({ conversationId, messageIds, title, bundled: several && bundled })
      }
    >
      {several && (
        <Segmented
          className="mb-3"
          label={t('how')}
          value={bundled ? 'bundle' : 'single'}
          onValueChange={(how) => setBundled(how === 'bundle')}
          options={[
            { value: 'single', label: t('oneByOne') },
            { value: 'bundle', label: t('asHistory') },
          ]}
        />
      )}
    </SendToDialog>
  );
}
