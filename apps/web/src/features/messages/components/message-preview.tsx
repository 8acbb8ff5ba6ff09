import { useTranslations } from 'next-intl';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { useSenderName } from '../sender-name';
import { useSaidLine } from '../use-said-line';
import { MessagePreview_message } from './message-preview.fragment';
import { useNoticeText } from './notice-text';

type MessagePreviewProps = {
  message: FragmentOf<typeof MessagePreview_message>;
  viewerId: string | null;
  /** In a group it matters who spoke; among notes to oneself there is nobody else. */
  kind: 'DIRECT' | 'GROUP' | 'SELF';
};

/** The last message in one line of a list. */
export function MessagePreview({ message: masked, viewerId, kind }: MessagePreviewProps) {
  const t = useTranslations('messages');
  const senderName = useSenderName();
  const noticeText = useNoticeText(viewerId);
  const line = useSaidLine();
  const message = readFragment(MessagePreview_message, masked);
  const notice = noticeText(message);
  if (notice !== null) return <>{notice}</>;
  const text = line(message.content);
  const own = message.sender.id === viewerId;
  if (kind === 'SELF') return <bdi>{text}</bdi>;
  if (own) return <bdi>{t('previewOwn', { text })}</bdi>;
  if (kind === 'GROUP') return <bdi>{t('previewNamed', { name: senderName(message), text })}</bdi>;
  return <bdi>{text}</bdi>;
}
