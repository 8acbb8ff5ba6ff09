import type { ReactNode } from 'react';
import { NavLink } from '@/components/navigation';

type CardFrameProps = {
  /** Where pressing it leads; null where there is nothing (any more). */
  href: string | null;
  /** What kind of card it is. */
  kind: string;
  children: ReactNode;
};

const frame =
  'forced-outline flex w-64 max-w-full flex-col rounded-bubble border border-line bg-raised text-start';

/** A card: what it introduces, and below a hairline what it is. */
export function CardFrame({ href, kind, children }: CardFrameProps) {
  const inside = (
    <>
      <span className="flex min-w-0 items-center gap-3 p-3">{children}</span>
      <span className="border-line border-t px-3 py-1.5 text-ink-2 text-meta">{kind}</span>
    </>
  );
  if (!href) return <div className={frame}>{inside}</div>;
  return (
    <NavLink href={href} className={`${frame} hover:bg-hover`}>
      {inside}
    </NavLink>
  );
}
