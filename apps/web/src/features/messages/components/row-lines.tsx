import { useLocale, useTranslations } from 'next-intl';
import { clockTime, dayTitle } from '@/lib/time-format';

export function DayLine({ at, now }: { at: Date; now: Date }) {
  const locale = useLocale();
  return (
    <div className="flex items-center gap-3 py-4 text-ink-2 text-meta before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line in-data-backdrop:before:bg-transparent in-data-backdrop:after:bg-transparent">
      <time dateTime={at.toISOString()} className="tabular on-page">
        {dayTitle(at, now, locale)}
      </time>
    </div>
  );
}

export function QuietLine({ at }: { at: Date }) {
  const locale = useLocale();
  return (
    <div className="pt-4 pb-1 text-center text-ink-2 text-meta">
      <time dateTime={at.toISOString()} className="tabular on-page">
        {clockTime(at, locale)}
      </time>
    </div>
  );
}

export function UnreadLine() {
  const t = useTranslations('messages');
  return (
    <div className="flex items-center gap-3 py-3 font-medium text-leaf-ink text-meta before:h-px before:flex-1 before:bg-leaf/50 after:h-px after:flex-1 after:bg-leaf/50">
      <span className="on-page">{t('unreadFromHere')}</span>
    </div>
  );
}
