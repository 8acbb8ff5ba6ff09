'use client';

import { Megaphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useNameOf } from '@/features/contacts/names';
import { LatestAnnouncementQuery, useAnnouncing } from '../announcements';
import { useGroupAction } from '../use-group-refusal';

/** The newest announcement above the history, until the reader says that they have it. */
export function AnnouncementBar({ conversationId }: { conversationId: string }) {
  const t = useTranslations('groups.announcements');
  const common = useTranslations('common');
  const { markRead } = useAnnouncing();
  const { busy, run } = useGroupAction();
  const [open, setOpen] = useState(false);
  const nameOf = useNameOf();
  const [{ data }] = useQuery({
    query: LatestAnnouncementQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
  });
  const latest = data?.conversation?.latestAnnouncement;
  if (!latest || latest.viewerHasRead) return null;
  const gotIt = async () => {
    if (await run(() => markRead(latest.id))) setOpen(false);
  };
  return (
    <section
      aria-label={t('title')}
      className="flex shrink-0 items-center gap-2 border-line border-b bg-leaf-tint py-1 ps-5 pe-2 phone:ps-4"
    >
      <Megaphone className="size-4.5 shrink-0 text-leaf-ink" aria-hidden="true" />
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="-outline-offset-2 line-clamp-2 min-h-9 min-w-0 flex-1 break-words px-1.5 text-start text-label hover:text-leaf-ink touch:min-h-10"
        dir="auto"
      >
        {latest.text}
      </button>
      <Button variant="link" size="small" busy={busy} onClick={() => void gotIt()}>
        {t('gotIt')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('title')}
        description={<bdi>{nameOf(latest.author)}</bdi>}
        closeLabel={common('close')}
        footer={
          <Button variant="primary" busy={busy} onClick={() => void gotIt()}>
            {t('gotIt')}
          </Button>
        }
      >
        <p className="whitespace-pre-wrap break-words" dir="auto">
          {latest.text}
        </p>
      </Dialog>
    </section>
  );
}
