'use client';

import { Download, MessageSquareText } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { goBack } from '@/components/navigation';
import { IconButton } from '@/components/ui/icon-button';
import { usePhone } from '@/components/use-phone';
import { chatPath } from '@/features/conversations/paths';
import { savingAddress } from '@/features/media/addresses';
import { FileIcon } from '@/features/media/components/file-icon';
import { FileName } from '@/features/media/components/file-name';
import { byteSize } from '@/features/media/sizes';
import { momentTime } from '@/lib/time-format';
import { requestJump } from '../../jumps';
import { useSenderName } from '../../sender-name';
import { FILES, type SharedMessage } from '../../shared-documents';
import { SharedPages } from './shared-pages';
import { useShared } from './use-shared';

/** All files of a conversation: to be saved, and to be found where they were sent. */
export function SharedFiles({ conversationId }: { conversationId: string }) {
  const t = useTranslations('messages.shared');
  const pages = useShared(conversationId, FILES);
  const phone = usePhone();
  const show = (seq: number) => {
    // There the panel covers the conversation.
    if (phone) goBack(chatPath(conversationId));
    requestJump(conversationId, seq);
  };
  return (
    <SharedPages pages={pages} nothing={t('noFiles')}>
      <ul className="px-2 pb-2">
        {pages.items.map((message) => (
          <FileRow key={message.id} message={message} onShow={() => show(message.seq)} />
        ))}
      </ul>
    </SharedPages>
  );
}

function FileRow({ message, onShow }: { message: SharedMessage; onShow: () => void }) {
  const t = useTranslations('messages.shared');
  const media = useTranslations('media');
  const locale = useLocale();
  const senderName = useSenderName();
  if (message.content.__typename !== 'FileContent') return null;
  const { fileName: name, bytes, url } = message.content.file;
  const when = momentTime(new Date(message.sentAt), new Date(), locale);
  return (
    <li className="flex items-center rounded-[8px] [contain-intrinsic-size:auto_4.5rem] [content-visibility:auto] focus-within:bg-hover hover:bg-hover">
      <a
        href={savingAddress(url)}
        download={name}
        aria-label={media('download', { name })}
        className="-outline-offset-2 flex min-w-0 flex-1 items-center gap-3 rounded-[8px] py-2.5 ps-3"
      >
        <FileIcon name={name} />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex text-body">
            <FileName name={name} />
          </span>
          <span className="tabular truncate text-ink-2 text-meta">
            {t('facts', { size: byteSize(bytes, locale), name: senderName(message) })}
          </span>
          <span className="tabular truncate text-ink-2 text-meta">{when}</span>
        </span>
        <Download className="size-4.5 shrink-0 text-ink-2" aria-hidden="true" />
      </a>
      <IconButton label={t('show', { name })} onClick={onShow} className="mx-1">
        <MessageSquareText aria-hidden="true" />
      </IconButton>
    </li>
  );
}
