'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

/** What has been unfolded stays so for as long as the page lives: rows that scroll out of sight come back as they were. */
const unfolded = new Set<string>();

type FoldProps = {
  /** What it is known by; without, it is folded each time it is drawn. */
  id: string | undefined;
  long: boolean;
  children: (folded: boolean) => ReactNode;
};

/** Shows the beginning of something long, and the whole when asked. */
export function Fold({ id, long, children }: FoldProps) {
  const t = useTranslations('messages');
  const [open, setOpen] = useState(id !== undefined && unfolded.has(id));
  const content = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const from = useRef<number | null>(null);
  const show = (whole: boolean) => {
    if (id !== undefined) unfolded[whole ? 'add' : 'delete'](id);
    setOpen(whole);
  };
  const toggle = () => {
    if (open) from.current = button.current?.getBoundingClientRect().top ?? null;
    show(!open);
  };

  // Folded from its end, most of it was above: what is under the finger stays there, and what one has read goes.
  useLayoutEffect(() => {
    const log = button.current?.closest('[role="log"]');
    if (open || from.current === null || !log || !button.current) return;
    log.scrollTop += button.current.getBoundingClientRect().top - from.current;
    from.current = null;
  }, [open]);

  if (!long) return children(false);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears of the focus of what is in it. */}
      <div
        ref={content}
        // Nobody comes with the keyboard to what they do not see.
        onFocus={({ target }) => {
          const end = content.current?.getBoundingClientRect().bottom ?? 0;
          if (!open && target.getBoundingClientRect().bottom > end) show(true);
        }}
      >
        {children(!open)}
      </div>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        className="-mx-1 mt-1 rounded-control px-1 font-medium text-label text-leaf-ink hover:underline touch:min-h-10"
        onClick={toggle}
      >
        {open ? t('showLess') : t('showMore')}
      </button>
    </>
  );
}
