import { ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Spinner } from '@/components/ui/spinner';

type UnreadAboveProps = {
  count: number;
  /** The first unread message is among the rows. */
  known: boolean;
  seeking: boolean;
  onPress: () => void;
};

/** More is unread than has been loaded: the way up to where it began, however far that is. */
export function UnreadAbove({ count, known, seeking, onPress }: UnreadAboveProps) {
  const t = useTranslations('messages');
  if (known) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 z-10 flex justify-center">
      <button
        type="button"
        aria-busy={seeking}
        onClick={onPress}
        className="pointer-events-auto flex h-9 items-center gap-1.5 rounded-full bg-raised px-4 font-medium text-label text-leaf-ink shadow-float hover:bg-hover touch:h-11"
      >
        {seeking ? <Spinner /> : <ArrowUp className="size-4" aria-hidden="true" />}
        <span className="tabular">{t('unreadAbove', { count })}</span>
      </button>
    </div>
  );
}
