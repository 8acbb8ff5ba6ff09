import { useTranslations } from 'next-intl';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { MessagePreview_message } from './message-preview.fragment';
import { useNoticeText } from './notice-text';

type MessagePreviewProps = {
  message: FragmentOf<typeof MessagePreview_message>;
  viewerId: string | null;
  /** In a group it matters who spoke. */
  named: boolean;
};

/** The last message in one line of a list. */
export function MessagePreview({ message: masked, viewerId, named }: MessagePreviewProps) {
  const t = useTranslations('messages');
  const noticeText = useNoticeText(viewerId);
  const message = readFragment(MessagePreview_message, masked);
  const notice = noticeText(message);
  if (notice !== null) return <>{notice}</>;
  const text = message.content.__typename === 'TextContent' ? firstLine(message.content.text) : '';
  const own = message.sender.id === viewerId;
  if (own) return <bdi>{t('previewOwn', { text })}</bdi>;
  if (named) return <bdi>{t('previewNamed', { name: message.sender.nickname, text })}</bdi>;
  return <bdi>{text}</bdi>;
}

const SHOWN = 140;

/** A list row has one line; the rest of a long message only costs layout. */
function firstLine(text: string): string {
  return text.slice(0, SHOWN).replaceAll(/\s+/gu, ' ').trim();
}
