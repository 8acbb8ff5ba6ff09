import type { ReactNode } from 'react';

type PersonFactProps = { label: string; action: ReactNode; children: ReactNode };

/** Something that I keep about a person, with what changes it. */
export function PersonFact({ label, action, children }: PersonFactProps) {
  return (
    <div className="flex min-h-14 items-center gap-3 border-line border-t py-2">
      <dl className="min-w-0 flex-1">
        <dt className="text-ink-2 text-meta">{label}</dt>
        <dd className="mt-0.5 break-words">{children}</dd>
      </dl>
      <div className="-me-3 shrink-0">{action}</div>
    </div>
  );
}
