'use client';

import { useTranslations } from 'next-intl';
import { type PointerEvent, type RefObject, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { rovingFocus } from '@/components/frame/roving-focus';
import { cn } from '@/components/ui/cn';

type LetterRailProps = { letters: readonly string[]; scroller: RefObject<HTMLElement | null> };

const sectionOf = (scroller: HTMLElement, letter: string) =>
  scroller.querySelector<HTMLElement>(`[data-section="${CSS.escape(letter)}"]`);

/** Which section stands at the top. */
function letterAt(scroller: HTMLElement): string | null {
  const sections = [...scroller.querySelectorAll<HTMLElement>('[data-section]')];
  const above = sections.findLast((section) => section.offsetTop <= scroller.scrollTop + 1);
  return above?.dataset.section ?? null;
}

/** The letters of an address book at its edge: pressed, or passed over with the thumb. */
export function LetterRail({ letters, scroller }: LetterRailProps) {
  const t = useTranslations('contacts');
  const [current, setCurrent] = useState<string | null>(null);
  const [held, setHeld] = useState<string | null>(null);
  const [frame, setFrame] = useState<HTMLElement | null>(null);

  useEffect(() => {
    const list = scroller.current;
    // Beside what scrolls, not within it.
    setFrame(list?.parentElement ?? null);
    if (!list) return;
    const look = () => setCurrent(letterAt(list));
    look();
    list.addEventListener('scroll', look, { passive: true });
    return () => list.removeEventListener('scroll', look);
  }, [scroller]);

  const go = (letter: string) => {
    const list = scroller.current;
    const section = list && sectionOf(list, letter);
    if (list && section) list.scrollTop = section.offsetTop;
  };
  const pass = (event: PointerEvent<HTMLElement>) => {
    const rail = event.currentTarget.getBoundingClientRect();
    const under = document.elementFromPoint(rail.left + rail.width / 2, event.clientY);
    const letter = under?.closest<HTMLElement>('[data-letter]')?.dataset.letter;
    if (!letter) return;
    setHeld(letter);
    go(letter);
  };
  const release = () => setHeld(null);
  /** By keyboard one goes on among the people of the letter. */
  const enter = (letter: string) => {
    go(letter);
    const list = scroller.current;
    if (list) sectionOf(list, letter)?.querySelector<HTMLElement>('[data-roving]')?.focus();
  };
  if (!frame) return null;
  return createPortal(
    <>
      <nav
        aria-label={t('letters')}
        {...rovingFocus}
        className="absolute inset-y-0 end-0 z-20 flex w-6 touch-none select-none flex-col items-center justify-center py-2 touch:w-8"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pass(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) pass(event);
        }}
        onPointerUp={release}
        onPointerCancel={release}
      >
        {letters.map((letter, index) => (
          <button
            key={letter}
            type="button"
            data-roving
            data-letter={letter}
            tabIndex={index === 0 ? 0 : -1}
            aria-current={letter === current ? 'true' : undefined}
            onClick={({ detail }) => {
              // A pointer has been here already.
              if (detail === 0) enter(letter);
            }}
            className={cn(
              'flex max-h-5 min-h-0 w-full flex-1 cursor-pointer items-center justify-center rounded-control font-medium text-[0.6875rem] leading-none touch:max-h-6',
              letter === current ? 'text-leaf-ink' : 'text-ink-2 hover:text-ink',
            )}
          >
            {letter}
          </button>
        ))}
      </nav>
      {held && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute end-11 top-1/2 z-20 flex size-14 -translate-y-1/2 items-center justify-center rounded-full bg-raised font-semibold text-title shadow-float"
        >
          {held}
        </span>
      )}
    </>,
    frame,
  );
}
