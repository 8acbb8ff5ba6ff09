'use client';

import { useTranslations } from 'next-intl';
import { useOpenBundle } from '../../bundle-opening';
import type { SaidContent } from '../../said-text';

type Bundle = Extract<SaidContent, { __typename: 'BundleContent' }>['bundle'];

const SHOWN = 80;

/** A "chat history" that was forwarded: its first lines, and the whole when opened. */
export function BundleCard({ bundle }: { bundle: Bundle }) {
  const t = useTranslations('messages');
  const open = useOpenBundle();
  const lineOf = (content: Bundle['preview'][number]['content']) => {
    switch (content.__typename) {
      case 'TextContent':
        return content.text.slice(0, SHOWN);
      case 'MarkdownContent':
        return content.markdown.slice(0, SHOWN);
      case 'ImageContent':
        return t('said.image');
      case 'VideoContent':
        return t('said.video');
      case 'FileContent':
        return t('said.aFile');
      default:
        return t('said.other');
    }
  };
  return (
    <button
      type="button"
      onClick={() => open(bundle)}
      aria-haspopup="dialog"
      className="forced-outline flex w-64 max-w-full flex-col rounded-bubble border border-line bg-raised text-start hover:bg-hover"
    >
      <span className="flex flex-col gap-0.5 p-3">
        <bdi className="truncate font-medium text-body">{bundle.title}</bdi>
        {bundle.preview.map(({ position, senderName, content }) => (
          <span key={position} className="truncate text-ink-2 text-label" dir="auto">
            {t('previewNamed', { name: senderName, text: lineOf(content) })}
          </span>
        ))}
      </span>
      <span className="tabular border-line border-t px-3 py-1.5 text-ink-2 text-meta">
        {t('card.bundle', { count: bundle.entryCount })}
      </span>
    </button>
  );
}
