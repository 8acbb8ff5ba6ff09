import { type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';
import type { Pattern } from '../documents';

interface Drawing {
  /** In pixels; it repeats itself beyond. */
  tile: { width: number; height: number };
  /** Which of the theme’s colours it is drawn in. */
  tone: string;
  lines: ReactNode;
}

/** A bud between two leaves, as tea is picked. */
const SPRIG = (
  <>
    <path d="M0 30C-1 20-1 12 1 3" />
    <path d="M1 3C-3-4-2-11 2-16 6-10 6-3 1 3Z" />
    <path d="M0 17C-9 17-17 12-20 3-11 3-3 8 0 17ZM0 17-13 8" />
    <path d="M0 12C4 3 12-2 21-1 18 8 9 13 0 12ZM0 12 13 4" />
  </>
);
const BLADE = <path d="M0 0C6-2 16-1 24 7 14 8 5 6 0 0Z" />;

const DRAWINGS: Record<Exclude<Pattern, 'PLAIN'>, Drawing> = {
  PAPER: {
    tile: { width: 168, height: 168 },
    tone: 'text-ink-3',
    lines: (
      <>
        <path d="M12 20q9-5 17-1M64 9q4 8 1 16M121 30q10 3 18-3M30 71q-2 9 5 15M88 62q11-2 16 6" />
        <path d="M146 84q-7 6-6 14M17 121q8 5 17 1M70 114q3-8 11-9M112 129q9 1 13 9M52 152q9-1 14-8M150 146q3-6 10-7" />
        <path d="M44 38v1M104 17v1M7 92v1M131 60v1M95 96v1M60 134v1M24 157v1M139 119v1M162 52v1M80 34v1" />
      </>
    ),
  },
  LEAVES: {
    tile: { width: 196, height: 188 },
    tone: 'text-leaf',
    lines: (
      <>
        <g transform="translate(44 44) rotate(-18)">{SPRIG}</g>
        <g transform="translate(146 62) rotate(38) scale(.82)">{SPRIG}</g>
        <g transform="translate(88 138) rotate(160) scale(.9)">{SPRIG}</g>
        <g transform="translate(166 150) rotate(-72) scale(.66)">{SPRIG}</g>
      </>
    ),
  },
  WAVES: {
    tile: { width: 64, height: 32 },
    tone: 'text-ink-3',
    lines: (
      <>
        <path d="M0 32a32 32 0 0 1 64 0M10 32a22 22 0 0 1 44 0M20 32a12 12 0 0 1 24 0" />
        <path d="M0 0a32 32 0 0 1 0 16M64 0a32 32 0 0 0 0 16" opacity="0" />
        <path d="M-32 16a32 32 0 0 1 32-16 32 32 0 0 1 13.500 6M96 16a32 32 0 0 0-32-16 32 32 0 0 0-13.500 6" />
        <path d="M-22 16a22 22 0 0 1 22-6 22 22 0 0 1 6 2.500M86 16a22 22 0 0 0-22-6 22 22 0 0 0-6 2.500" />
      </>
    ),
  },
  MOUNTAINS: {
    tile: { width: 460, height: 300 },
    tone: 'text-leaf',
    lines: (
      <>
        <circle cx="352" cy="52" r="20" />
        <path d="M0 150C40 148 66 96 96 96s44 46 78 50 48-66 88-66 60 62 98 66 56 4 100 4" />
        <path d="M0 196c46-2 60-30 92-30s52 38 96 38 66-50 104-50 56 40 90 42 44 0 78 0" />
        <path d="M0 244c60 0 84-34 132-34s78 38 128 38 84-26 120-26 52 22 80 22" />
        <path d="M84 124q10-8 20 2M256 108q10-9 20 2M112 190q10-4 14 4M286 178q9-6 17 3" />
        <path d="M40 66h58M62 74h72M214 34h46M196 42h40" />
      </>
    ),
  },
  BAMBOO: {
    tile: { width: 240, height: 260 },
    tone: 'text-leaf',
    lines: (
      <>
        <path d="M52 0v84M62 0v84M50 84h14M52 88v104M62 88v104M50 192h14M52 196v64M62 196v64" />
        <path d="M170 0v32M177 0v32M168 32h11M170 36v122M177 36v122M168 158h11M170 162v98M177 162v98" />
        <g transform="translate(64 86) rotate(24)">{BLADE}</g>
        <g transform="translate(64 86) rotate(-18)">{BLADE}</g>
        <g transform="translate(50 194) scale(-1 1) rotate(34)">{BLADE}</g>
        <g transform="translate(50 194) scale(-1 1) rotate(-6)">{BLADE}</g>
        <g transform="translate(179 160) rotate(30)">{BLADE}</g>
        <g transform="translate(179 160) rotate(-14)">{BLADE}</g>
        <g transform="translate(168 34) scale(-1 1) rotate(22)">{BLADE}</g>
        <g transform="translate(168 34) scale(-1 1) rotate(58)">{BLADE}</g>
      </>
    ),
  },
};

type PatternFillProps = { pattern: Pattern; className?: string; scale?: number };

/** A quiet drawing in the colours of the theme, repeated over whatever it fills. */
export function PatternFill({ pattern, className, scale = 1 }: PatternFillProps) {
  const id = useId().replaceAll(/\W/gu, '');
  if (pattern === 'PLAIN') return null;
  const { tile, tone, lines } = DRAWINGS[pattern];
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      className={cn('absolute inset-0 size-full opacity-(--pattern)', tone, className)}
    >
      <defs>
        <pattern
          id={id}
          {...tile}
          patternUnits="userSpaceOnUse"
          patternTransform={`scale(${scale})`}
        >
          <g
            fill="none"
            stroke="currentColor"
            strokeWidth="1.25"
            strokeLinecap="round"
            strokeLinejoin="round"
          >
            {lines}
          </g>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
