import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const looks = {
  info: { Icon: Info, className: 'bg-sunken text-ink', icon: 'text-ink-2' },
  success: { Icon: CircleCheck, className: 'bg-leaf-tint text-ink', icon: 'text-leaf' },
  error: { Icon: CircleAlert, className: 'bg-vermilion-tint text-ink', icon: 'text-vermilion-ink' },
} as const;

type NoticeProps = {
  tone?: keyof typeof looks;
  children: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
  className?: string;
};

/** Said in place, next to where it happened. Errors are announced at once, the rest politely. */
export function Notice({ tone = 'info', children, action, className }: NoticeProps) {
  const { Icon, className: look, icon } = looks[tone];
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      className={cn(
        'flex items-start gap-2.5 rounded-control px-3 py-2.5 text-label',
        look,
        className,
      )}
    >
      <Icon className={cn('mt-px size-4.5', icon)} aria-hidden="true" />
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action && <div className="-my-1 shrink-0">{action}</div>}
    </div>
  );
}
