'use client';

import { CalendarDays } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from 'urql';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { requestJump } from '@/features/messages/jumps';
import { SeqAtQuery } from '../documents';
import { Calendar } from './calendar';

/** To the first message of a day. */
export function DateJump({ conversationId }: { conversationId: string }) {
  const t = useTranslations('search');
  const client = useClient();
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const choose = async (day: Date) => {
    const variables = { id: conversationId, instant: day.toISOString() };
    const { data, error } = await client
      .query(SeqAtQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    setFailed(Boolean(error));
    const seq = data?.conversation?.seqAt;
    if (seq == null) return;
    setOpen(false);
    requestJump(conversationId, seq);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('calendar')}
      side="bottom"
      align="end"
      trigger={
        <IconButton label={t('calendar')} side="bottom">
          <CalendarDays className="size-4.5" aria-hidden="true" />
        </IconButton>
      }
    >
      <Calendar
        conversationId={conversationId}
        failed={failed}
        onChoose={(day) => void choose(day)}
      />
    </Popover>
  );
}
