'use client';

import { Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { TextArea } from '@/components/ui/text-area';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { useNameOf } from '@/features/contacts/names';
import type { ResultOf } from '@/lib/graphql';
import { fullTime, timeAgo } from '@/lib/time-format';
import { usePages } from '@/lib/urql/use-pages';
import { type Announcement, AnnouncementsQuery, useAnnouncing } from '../announcements';
import { ANNOUNCEMENT_MOST } from '../limits';
import { useGroupForm } from '../use-group-refusal';
import { AnnouncementReaders } from './announcement-readers';
import { PanelEmpty } from './panel';

const PAGE = 20;
const pageOf = ({ conversation }: ResultOf<typeof AnnouncementsQuery>) =>
  conversation?.announcements;

type AnnouncementsPageProps = { conversationId: string; mayPublish: boolean };

export function AnnouncementsPage({ conversationId, mayPublish }: AnnouncementsPageProps) {
  const t = useTranslations('groups.announcements');
  const { items, fetching, error, hasMore, loadMore } = usePages({
    document: AnnouncementsQuery,
    variables: { id: conversationId, first: PAGE },
    pageOf,
  });
  const end = useReached(loadMore);
  const [removing, setRemoving] = useState<string | null>(null);
  const [readersOf, setReadersOf] = useState<string | null>(null);
  return (
    <div className="px-5 pb-6">
      {mayPublish && <PublishForm conversationId={conversationId} />}
      {error && items.length === 0 && <Notice tone="error">{t('notLoaded')}</Notice>}
      {items.length === 0 && !error && (
        <PanelEmpty>{fetching ? <Spinner /> : t('noneYet')}</PanelEmpty>
      )}
      <ul className="divide-y divide-line">
        {items.map((announcement) => (
          <AnnouncementItem
            key={announcement.id}
            announcement={announcement}
            mayRemove={mayPublish}
            onRemove={() => setRemoving(announcement.id)}
            onReaders={() => setReadersOf(announcement.id)}
          />
        ))}
      </ul>
      <div ref={end} className={hasMore ? 'h-12' : undefined} />
      <RemoveDialog announcementId={removing} onClose={() => setRemoving(null)} />
      {readersOf && (
        <AnnouncementReaders announcementId={readersOf} onClose={() => setReadersOf(null)} />
      )}
    </div>
  );
}

type AnnouncementItemProps = {
  announcement: Announcement;
  mayRemove: boolean;
  onRemove: () => void;
  onReaders: () => void;
};

function AnnouncementItem({ announcement, mayRemove, onRemove, onReaders }: AnnouncementItemProps) {
  const t = useTranslations('groups.announcements');
  const nameOf = useNameOf();
  const locale = useLocale();
  const now = useNow();
  const { text, author, publishedAt, readCount } = announcement;
  const at = new Date(publishedAt);
  return (
    <li className="py-4">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate text-ink-2 text-meta">
          <bdi className="font-medium text-ink text-label">{nameOf(author)}</bdi>{' '}
          <time dateTime={publishedAt} title={fullTime(at, locale)}>
            {timeAgo(at, now, locale)}
          </time>
        </p>
        {mayRemove && (
          <IconButton label={t('remove')} className="-my-1.5" onClick={onRemove}>
            <Trash2 className="size-4.5" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <p className="mt-1 whitespace-pre-wrap break-words text-body" dir="auto">
        {text}
      </p>
      <button
        type="button"
        onClick={onReaders}
        className="tabular -mx-2 mt-1 rounded-control px-2 py-1 text-label text-leaf-ink hover:bg-leaf-tint touch:min-h-10"
      >
        {t('readBy', { count: readCount })}
      </button>
    </li>
  );
}

function PublishForm({ conversationId }: { conversationId: string }) {
  const t = useTranslations('groups.announcements');
  const { publish } = useAnnouncing();
  const { busy, problem, submit } = useGroupForm();
  const [text, setText] = useState('');
  // The same for as long as the words are: who tries again because no answer came does not announce it twice.
  const attempt = useRef({ conversationId, text: '', clientId: '' });
  const words = text.trim();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (words === '') return;
    if (attempt.current.text !== words)
      attempt.current = { conversationId, text: words, clientId: uuid() };
    if (!(await submit(() => publish(attempt.current)))) return;
    setText('');
    attempt.current = { ...attempt.current, text: '' };
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-3 pt-1 pb-4">
      {problem && <Notice tone="error">{problem}</Notice>}
      <TextArea
        label={t('new')}
        value={text}
        onValueChange={setText}
        maxLength={ANNOUNCEMENT_MOST}
        placeholder={t('placeholder')}
        rows={3}
      />
      {words !== '' && (
        <Button type="submit" variant="primary" busy={busy} className="self-end">
          {t('publish')}
        </Button>
      )}
    </form>
  );
}

function RemoveDialog({
  announcementId,
  onClose,
}: {
  announcementId: string | null;
  onClose: () => void;
}) {
  const t = useTranslations('groups.announcements');
  const common = useTranslations('common');
  const { remove } = useAnnouncing();
  const { busy, problem, submit } = useGroupForm();
  return (
    <ConfirmDialog
      open={announcementId !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('removeTitle')}
      description={t('removeBody')}
      confirmLabel={t('remove')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={async () => {
        if (announcementId && (await submit(() => remove(announcementId)))) onClose();
      }}
    />
  );
}
