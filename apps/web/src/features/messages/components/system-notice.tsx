import type { FragmentOf } from '@/lib/graphql';
import { useNoticeText } from './notice-text';
import type { SystemNotice_message } from './system-notice.fragment';

type SystemNoticeProps = {
  message: FragmentOf<typeof SystemNotice_message>;
  viewerId: string;
};

export function SystemNotice({ message, viewerId }: SystemNoticeProps) {
  const noticeText = useNoticeText(viewerId);
  return (
    <p
      className="mx-auto max-w-[85%] text-balance py-1.5 text-center text-ink-2 text-meta"
      dir="auto"
    >
      <span className="on-page">{noticeText(message)}</span>
    </p>
  );
}
