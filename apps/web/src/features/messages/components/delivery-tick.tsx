import { CircleAlert, Clock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';

export type TickState = 'queued' | 'sending' | 'failed' | 'sent' | 'delivered' | 'read';

type DeliveryTickProps = { state: TickState; className?: string };

/** How far one of my messages has come; a shape for each, so that none hangs on colour alone. */
export function DeliveryTick({ state, className }: DeliveryTickProps) {
  const t = useTranslations('messages');
  return (
    <span className={cn('inline-flex h-4 shrink-0 items-center', className)}>
      <TickShape state={state} />
      <span className="sr-only">{t(`tick.${state}`)}</span>
    </span>
  );
}

function TickShape({ state }: { state: TickState }) {
  if (state === 'queued' || state === 'sending')
    return <Clock className="size-3.5 text-ink-3" aria-hidden="true" />;
  if (state === 'failed')
    return <CircleAlert className="size-4 text-vermilion" aria-hidden="true" />;
  if (state === 'read')
    return (
      <svg viewBox="0 0 22 14" className="h-3.5 w-5.5" aria-hidden="true" focusable="false">
        <rect width="22" height="14" rx="7" className="fill-leaf-tint" />
        <g
          className="stroke-leaf-ink"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
          fill="none"
        >
          <path d="m5 7.300 2.300 2.300 4.900-5.200" />
          <path d="m11 9.500.3.200 5.200-5.300" />
        </g>
      </svg>
    );
  return (
    <svg
      viewBox="0 0 22 14"
      className="h-3.5 w-5.5 text-ink-3"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {state === 'sent' ? (
        <path d="m8 7.400 2.600 2.600 5.600-6" />
      ) : (
        <>
          <path d="m4.500 7.400 2.600 2.600 5.600-6" />
          <path d="m11.200 9.900.3.300 5.900-6.200" />
        </>
      )}
    </svg>
  );
}
