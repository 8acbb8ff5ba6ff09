'use client';

import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { savingAddress } from '@/features/media/addresses';
import { FileIcon } from '@/features/media/components/file-icon';
import { FileName } from '@/features/media/components/file-name';
import { UploadRing } from '@/features/media/components/upload-ring';
import { byteSize } from '@/features/media/sizes';
import { discardMessage } from '../../outbox';
import type { SaidContent } from '../../said-text';
import type { MediaPlace } from './media-place';

type File = Extract<SaidContent, { __typename: 'FileContent' }>['file'];

const frame =
  'forced-outline flex w-72 max-w-full items-center gap-3 rounded-bubble border border-line bg-raised p-3 text-start';

/** A file to be saved: what it is, what it is called, and how large it is. */
export function FileBubble({ file, place }: { file: File; place: MediaPlace }) {
  const t = useTranslations('media');
  const locale = useLocale();
  const { fileName: name, bytes, url } = file;
  const facts = (
    <>
      <FileIcon name={name} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex text-body">
          <FileName name={name} />
        </span>
        <span className="tabular text-ink-2 text-label">{byteSize(bytes, locale)}</span>
      </span>
    </>
  );
  if (place.unsent)
    return (
      <div className={frame}>
        {facts}
        {place.unsent === 'waiting' && place.clientId && (
          <UploadRing
            id={place.clientId}
            name={name}
            onCancel={() => void discardMessage(place.clientId ?? '')}
          />
        )}
      </div>
    );
  return (
    <a
      href={savingAddress(url)}
      download={name}
      aria-label={t('download', { name })}
      className={`${frame} hover:bg-hover`}
    >
      {facts}
      <Download className="size-5 text-ink-2" aria-hidden="true" />
    </a>
  );
}
