'use client';

import {
  Coffee,
  Flag,
  Heart,
  Leaf,
  Lightbulb,
  type LucideIcon,
  Plane,
  Smile,
  Trophy,
  UserRound,
} from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { SearchField } from '@/components/ui/search-field';
import { CATEGORIES, type Emoji, withTone, wordsOf } from './emoji-data';
import { type Cell, EmojiGrid, type Section } from './emoji-grid';
import { PANEL } from './panel-size';
import { rememberEmoji, usePreferences } from './preferences';
import { findEmoji } from './search';
import { ToneChoice } from './tone-choice';

const ICONS: Record<(typeof CATEGORIES)[number], LucideIcon> = {
  smileys: Smile,
  people: UserRound,
  nature: Leaf,
  food: Coffee,
  travel: Plane,
  activities: Trophy,
  objects: Lightbulb,
  symbols: Heart,
  flags: Flag,
};

type EmojiPanelProps = {
  categories: Emoji[][];
  onPick: (emoji: string) => void;
};

export function EmojiPanel({ categories, onPick }: EmojiPanelProps) {
  const t = useTranslations('emoji');
  const panel = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [pointed, setPointed] = useState<Cell | null>(null);
  const [top, setTop] = useState('');
  const [entered, setEntered] = useState(0);
  const { sections, searching } = useSections(categories, useDeferredValue(query));
  const count = sections.reduce((sum, { cells }) => sum + cells.length, 0);

  const pick = useCallback(
    ({ text }: Cell) => {
      rememberEmoji(text);
      onPick(text);
    },
    [onPick],
  );
  const focusSearch = () => panel.current?.querySelector('input')?.focus({ preventScroll: true });
  useEffect(() => {
    // One comes to look for something; by touch the keyboard would cover half of what there is to see.
    if (matchMedia('(pointer: fine)').matches) panel.current?.querySelector('input')?.focus();
  }, []);
  const jumpTo = (id: string) => {
    setQuery('');
    const find = () => panel.current?.querySelector(`[data-section="${id}"]`)?.scrollIntoView();
    // After a search the categories are drawn first.
    requestAnimationFrame(() => requestAnimationFrame(find));
  };

  return (
    <div ref={panel} className={PANEL}>
      <div className="flex items-center gap-1 p-2 pb-1">
        <SearchField
          className="min-w-0 flex-1"
          label={t('search')}
          clearLabel={t('clearSearch')}
          value={query}
          onValueChange={setQuery}
          onKeyDown={(event) => {
            const first = sections[0]?.cells[0];
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              setEntered((times) => times + 1);
            } else if (event.key === 'Enter' && first && query.trim()) {
              event.preventDefault();
              pick(first);
            }
          }}
        />
        <ToneChoice />
      </div>
      <p role="status" className="sr-only">
        {searching && t('found', { count })}
      </p>
      {count === 0 ? (
        <p className="m-auto max-w-60 px-4 text-center text-ink-2 text-label">
          {searching ? t('nothingFound') : t('noFont')}
        </p>
      ) : (
        <EmojiGrid
          label={t('emoji')}
          sections={sections}
          entered={entered}
          onPick={pick}
          onPoint={setPointed}
          onScrollTo={setTop}
          onLeave={focusSearch}
        />
      )}
      <PointedEmoji cell={pointed} />
      <Categories top={searching ? '' : top || sections[0]?.id || ''} onJump={jumpTo} />
    </div>
  );
}

function useSections(
  categories: Emoji[][],
  query: string,
): { sections: Section[]; searching: boolean } {
  const t = useTranslations('emoji');
  const locale = useLocale();
  const { recent, tone } = usePreferences();
  // What is picked moves to the front only when the panel is opened again: nothing moves under a finger.
  const [recentAtFirst] = useState(recent);
  return useMemo(() => {
    const cellOf = (emoji: Emoji): Cell => ({
      text: withTone(emoji, tone),
      name: wordsOf(emoji, locale).name,
    });
    if (query.trim()) {
      const cells = findEmoji(categories, query, locale).map(({ emoji }) => cellOf(emoji));
      return { searching: true, sections: cells.length ? [{ id: 'found', title: '', cells }] : [] };
    }
    const all = CATEGORIES.map((id, at) => ({
      id,
      title: t(`category.${id}`),
      cells: (categories[at] ?? []).map(cellOf),
    }));
    const used = {
      id: 'recent',
      title: t('recent'),
      cells: named(recentAtFirst, categories, locale),
    };
    return {
      searching: false,
      sections: [used, ...all].filter(({ cells }) => cells.length > 0),
    };
  }, [categories, query, locale, tone, recentAtFirst, t]);
}

const toneless = (text: string) => text.replaceAll(/[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu, '');

/** What was picked, by name; what this device cannot show (any more) is left out. */
function named(texts: readonly string[], categories: Emoji[][], locale: string): Cell[] {
  const known = new Map(categories.flat().map((emoji) => [toneless(emoji.text), emoji]));
  return texts.flatMap((text) => {
    const emoji = known.get(toneless(text));
    return emoji ? [{ text, name: wordsOf(emoji, locale).name }] : [];
  });
}

/** What one points at, large and by name; by touch there is nothing to point with. */
function PointedEmoji({ cell }: { cell: Cell | null }) {
  return (
    <div
      aria-hidden="true"
      className="flex h-9 shrink-0 items-center gap-2 border-line border-t px-3 text-ink-2 text-meta touch:hidden"
    >
      {cell && (
        <>
          <span className="font-emoji text-[1.25rem] leading-none">{cell.text}</span>
          <span className="truncate">{cell.name}</span>
        </>
      )}
    </div>
  );
}

function Categories({ top, onJump }: { top: string; onJump: (id: string) => void }) {
  const t = useTranslations('emoji');
  return (
    <nav aria-label={t('categories')} className="flex shrink-0 border-line border-t p-1">
      {CATEGORIES.map((id) => {
        const Icon = ICONS[id];
        return (
          <button
            key={id}
            type="button"
            aria-label={t(`category.${id}`)}
            title={t(`category.${id}`)}
            aria-current={top === id || undefined}
            className={cn(
              'flex h-8 flex-1 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink touch:h-10',
              'aria-current:bg-hover aria-current:text-leaf-ink [&_.lucide]:size-4.5',
            )}
            onClick={() => onJump(id)}
          >
            <Icon aria-hidden="true" />
          </button>
        );
      })}
    </nav>
  );
}
