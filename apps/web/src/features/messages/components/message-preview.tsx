import { useTranslations } from 'next-intl';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { useSaidLine } from '../use-said-line';
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
  const line = useSaidLine();
  const message = readFragment(MessagePreview_message, masked);
  const notice = noticeText(message);
  if (notice !== null) return <>{notice}</>;
  const text = line(message.content);
  const own = message.sender.id === viewerId;
  if (own) return <bdi>{t('previewOwn', { text })}</bdi>;
  if (named) return <bdi>{t('previewNamed', { name: message.sender.nickname, text })}</bdi>;
  return <bdi>{text}</bdi>;
}
