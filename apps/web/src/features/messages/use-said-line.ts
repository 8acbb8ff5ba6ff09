'use client';

import { useTranslations } from 'next-intl';
import { useNameOf } from '@/features/contacts/names';
import { wholeSeconds } from '@/features/voice/format';
import { type LineContent, saidText } from './said-text';

const SHOWN = 140;

/** One line for whatever was said: its words, or what it is. */
export function useSaidLine(): (content: LineContent) => string {
  const t = useTranslations('messages.said');
  const nameOf = useNameOf();
  return (content) => {
    const text = saidText(content);
    if (text !== null) return text.slice(0, SHOWN).replaceAll(/\s+/gu, ' ').trim();
    switch (content.__typename) {
      case 'ContactCardContent':
        return t('contactCard', { name: content.user ? nameOf(content.user) : '' });
      case 'GroupCardContent':
        return t('groupCard', { name: content.group?.name ?? '' });
      case 'BundleContent':
        return t('bundle', { title: content.bundle.title });
      case 'ImageContent':
        return content.image.animated ? t('animated') : t('image');
      case 'VideoContent':
        return t('video');
      case 'VoiceContent':
        return t('voice', { seconds: wholeSeconds(content.voice.durationMs) });
      case 'FileContent':
        return t('file', { name: content.file.fileName });
      case 'RecalledContent':
        return t('recalled');
      case 'DeletedContent':
        return t('deleted');
      default:
        return t('unsupported');
    }
  };
}
