'use client';

import { type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { COLUMNS, ROW_HEIGHT } from './panel-size';

export interface Cell {
  text: string;
  name: string;
}

export interface Section {
  id: string;
  /** Empty for search results, which need no heading. */
  title: string;
  cells: readonly Cell[];
}

/** A cell's place: which section, and which of its cells. */
export interface Place {
  section: number;
  cell: number;
}

type GridProps = {
  label: string;
  sections: readonly Section[];
  onPick: (cell: Cell) => void;
  onPoint: (cell: Cell | null) => void;
  /** Which section is at the top. */
  onScrollTo: (id: string) => void;
  /** The first row was left upwards. */
  onLeave: () => void;
  /** A counter: each new value moves the focus to the first cell. */
  entered: number;
};

/** One Tab stop for all of it; arrows, Home, End and the page keys move inside. */
export function EmojiGrid(props: GridProps) {
  const { label, sections, onPick, onPoint, onScrollTo, onLeave, entered } = props;
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place>({ section: 0, cell: 0 });
  const wantsFocus = useRef(false);
  const here = placeWithin(sections, active);
  const move = (place: Place) => {
    wantsFocus.current = true;
    setActive(place);
  };

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    const cell = box.current?.querySelector<HTMLElement>(
      `[data-at="${here.section}:${here.cell}"]`,
    );
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest' });
  });

  useEffect(() => {
    if (entered === 0) return;
    wantsFocus.current = true;
    setActive({ section: 0, cell: 0 });
  }, [entered]);

  const onKeyDown = (event: KeyboardEvent) => {
    const target = moved(sections, here, event.key);
    if (target === undefined) return;
    event.preventDefault();
    if (target) move(target);
    else onLeave();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of buttons would be read out as data.
    <div
      ref={box}
      role="grid"
      aria-label={label}
      tabIndex={-1}
      className="min-h-0 flex-1 scroll-pt-8 overflow-y-auto overscroll-contain px-2 pb-2 outline-none"
      onKeyDown={onKeyDown}
      onPointerLeave={() => onPoint(null)}
      onScroll={(event) => onScrollTo(topSection(event.currentTarget))}
    >
      {sections.map((section, index) => (
        <GridSection
          key={section.id}
          index={index}
          section={section}
          active={here.section === index ? here.cell : null}
          onPick={onPick}
          onPoint={onPoint}
        />
      ))}
    </div>
  );
}

type SectionProps = Pick<GridProps, 'onPick' | 'onPoint'> & {
  index: number;
  section: Section;
  /** The cell that Tab comes to, if it is one of these. */
  active: number | null;
};

/** A section far out of sight is an empty box of its own height: two thousand buttons at once would open slowly. */
const GridSection = memo(function GridSection(props: SectionProps) {
  const { index, section, active, onPick, onPoint } = props;
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(index < 2);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? true), {
      root: element.closest('[role="grid"]'),
      rootMargin: '600px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const rows = Math.ceil(section.cells.length / COLUMNS);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a grid, not of a table.
    <div
      ref={box}
      role="rowgroup"
      aria-label={section.title || undefined}
      data-section={section.id}
      className="-scroll-mt-8"
    >
      {section.title && (
        <div className="sticky top-0 z-10 flex h-8 items-center bg-raised px-1 font-medium text-ink-2 text-meta">
          {section.title}
        </div>
      )}
      <div style={{ height: rows * ROW_HEIGHT }}>
        {(near || active !== null) &&
          Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place.
            // biome-ignore lint/a11y/useSemanticElements: a row of a grid, not of a table.
            // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus.
            <div key={row} role="row" className="grid h-10 grid-cols-8">
              {section.cells.slice(row * COLUMNS, (row + 1) * COLUMNS).map((cell, column) => (
                <EmojiCell
                  key={cell.text}
                  cell={cell}
                  at={`${index}:${row * COLUMNS + column}`}
                  tabStop={active === row * COLUMNS + column}
                  onPick={onPick}
                  onPoint={onPoint}
                />
              ))}
            </div>
          ))}
      </div>
    </div>
  );
});

type CellProps = Pick<GridProps, 'onPick' | 'onPoint'> & {
  cell: Cell;
  at: string;
  tabStop: boolean;
};

function EmojiCell({ cell, at, tabStop, onPick, onPoint }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid, and a button that acts.
    <button
      type="button"
      role="gridcell"
      data-at={at}
      tabIndex={tabStop ? 0 : -1}
      aria-label={cell.name}
      className={cn(
        'flex h-10 items-center justify-center rounded-control font-emoji text-[1.5rem] leading-none',
        'hover:bg-hover focus-visible:bg-hover focus-visible:outline-offset-[-2px]',
      )}
      onClick={() => onPick(cell)}
      onFocus={() => onPoint(cell)}
      onPointerEnter={() => onPoint(cell)}
    >
      <span aria-hidden="true">{cell.text}</span>
    </button>
  );
}

/** Sections change while one searches; the place stays within what there is. */
function placeWithin(sections: readonly Section[], { section, cell }: Place): Place {
  const inside = Math.min(section, Math.max(0, sections.length - 1));
  const last = (sections[inside]?.cells.length ?? 1) - 1;
  return { section: inside, cell: Math.max(0, Math.min(inside === section ? cell : 0, last)) };
}

/** Where a key leads: undefined when it is none of ours, null upwards out of the grid. */
export function moved(
  sections: readonly Section[],
  here: Place,
  key: string,
): Place | null | undefined {
  const cells = sections[here.section]?.cells.length ?? 0;
  switch (key) {
    case 'ArrowRight':
      return step(sections, here, 1);
    case 'ArrowLeft':
      return step(sections, here, -1);
    case 'ArrowDown':
      return below(sections, here);
    case 'ArrowUp':
      return above(sections, here);
    case 'Home':
      return { ...here, cell: here.cell - (here.cell % COLUMNS) };
    case 'End':
      return {
        ...here,
        cell: Math.min(cells - 1, here.cell - (here.cell % COLUMNS) + COLUMNS - 1),
      };
    case 'PageDown':
      return { section: Math.min(sections.length - 1, here.section + 1), cell: 0 };
    case 'PageUp':
      return { section: Math.max(0, here.section - 1), cell: 0 };
    default:
      return undefined;
  }
}

function step(sections: readonly Section[], { section, cell }: Place, by: 1 | -1): Place {
  const next = cell + by;
  if (next >= 0 && next < (sections[section]?.cells.length ?? 0)) return { section, cell: next };
  const other = sections[section + by];
  if (!other) return { section, cell };
  return { section: section + by, cell: by > 0 ? 0 : other.cells.length - 1 };
}

function below(sections: readonly Section[], { section, cell }: Place): Place {
  const cells = sections[section]?.cells.length ?? 0;
  const row = Math.floor(cell / COLUMNS);
  if (row < Math.ceil(cells / COLUMNS) - 1)
    return { section, cell: Math.min(cells - 1, cell + COLUMNS) };
  const next = sections[section + 1];
  if (!next) return { section, cell };
  return { section: section + 1, cell: Math.min(next.cells.length - 1, cell % COLUMNS) };
}

function above(sections: readonly Section[], { section, cell }: Place): Place | null {
  if (cell >= COLUMNS) return { section, cell: cell - COLUMNS };
  const before = sections[section - 1];
  if (!before) return null;
  const lastRow = Math.floor((before.cells.length - 1) / COLUMNS) * COLUMNS;
  return {
    section: section - 1,
    cell: Math.min(before.cells.length - 1, lastRow + (cell % COLUMNS)),
  };
}

function topSection(box: HTMLElement): string {
  const top = box.getBoundingClientRect().top + ROW_HEIGHT;
  const sections = [...box.querySelectorAll<HTMLElement>('[data-section]')];
  const found = sections.findLast((section) => section.getBoundingClientRect().top <= top);
  return found?.dataset.section ?? '';
}
