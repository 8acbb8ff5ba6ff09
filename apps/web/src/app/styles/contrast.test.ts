import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHROME_COLOR } from '@/components/appearance';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const utilities = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
const sides = ['light', 'dark'] as const;
type Side = (typeof sides)[number];

const tokens = new Map<string, Record<Side, string>>();
for (const [, name, light, dark] of css.matchAll(
  /--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/gu,
)) {
  if (name && light && dark) tokens.set(name, { light, dark });
}

function colour(name: string, side: Side): string {
  const value = tokens.get(name)?.[side];
  if (!value) throw new Error(`tokens.css has no --${name}`);
  return value;
}

/** Relative luminance of WCAG 2.2 from linear red, green and blue. */
function luminance([red, green, blue]: readonly [number, number, number]): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linearOfHex(hex: string): [number, number, number] {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function linearOfOklch(lightness: number, chroma: number, hue: number): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function ratio(one: number, other: number): number {
  const [high, low] = one > other ? [one, other] : [other, one];
  return (high + 0.05) / (low + 0.05);
}

function contrast(mark: string, ground: string, side: Side): number {
  return ratio(
    luminance(linearOfHex(colour(mark, side))),
    luminance(linearOfHex(colour(ground, side))),
  );
}

const grounds = [
  'paper',
  'surface',
  'raised',
  'sunken',
  'hover',
  'selected',
  'bubble',
  'bubble-raised',
  'bubble-own',
];
const code = ['comment', 'keyword', 'string', 'number', 'name', 'type'].map((of) => `code-${of}`);
const text = ['ink', 'ink-2', 'leaf-ink', 'vermilion-ink', 'amber-ink', 'sky-ink', ...code];
const marks = ['ink-3', 'leaf', 'vermilion', 'amber'];

describe.each(sides)('in %s', (side) => {
  test.each(text.flatMap((mark) => grounds.map((ground) => [mark, ground] as const)))(
    'text in %s is readable on %s',
    (mark, ground) => {
      expect(contrast(mark, ground, side)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(marks.flatMap((mark) => grounds.map((ground) => [mark, ground] as const)))(
    'a mark in %s can be seen on %s',
    (mark, ground) => {
      expect(contrast(mark, ground, side)).toBeGreaterThanOrEqual(3);
    },
  );

  test.each([
    ['on-leaf', 'leaf'],
    ['on-leaf', 'leaf-strong'],
    ['leaf-ink', 'leaf-tint'],
    ['ink', 'leaf-tint'],
    ['ink', 'vermilion-tint'],
    ['vermilion-ink', 'vermilion-tint'],
    ['on-vermilion', 'vermilion'],
    ['ink', 'amber-tint'],
    ['amber-ink', 'amber-tint'],
    ['paper', 'ink'],
  ])('%s is readable on its own ground %s', (mark, ground) => {
    expect(contrast(mark, ground, side)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([...code, 'ink', 'ink-2', 'vermilion-ink'])(
    '%s is readable inset on any ground',
    (mark) => {
      const inset =
        /--inset: light-dark\(rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\), rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)\)/u
          .exec(css)
          ?.slice(1)
          .map(Number) ?? [];
      const [red, green, blue, alpha = 1] = side === 'light' ? inset.slice(0, 4) : inset.slice(4);
      for (const ground of grounds) {
        const mixed = [red, green, blue].map((value = Number.NaN, at) => {
          const under = Number.parseInt(colour(ground, side).slice(1 + at * 2, 3 + at * 2), 16);
          return Math.round(value * alpha + under * (1 - alpha));
        });
        const hex = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
        const found = ratio(
          luminance(linearOfHex(colour(mark, side))),
          luminance(linearOfHex(hex)),
        );
        expect(found, ground).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test.each(['on-page', 'beside-bubble'])(
    'whatever lies behind messages, words with a ground of their own (%s) are readable on it',
    (utility) => {
      const rule = utilities.slice(utilities.indexOf(`@utility ${utility} {`));
      // Only what lets nothing through is among the tokens with two colours.
      const ground = /background: var\(--([\w-]+)\);/u.exec(rule)?.[1] ?? '';
      for (const mark of text)
        expect(contrast(mark, ground, side), mark).toBeGreaterThanOrEqual(4.5);
      for (const mark of marks)
        expect(contrast(mark, ground, side), mark).toBeGreaterThanOrEqual(3);
    },
  );

  test('initials are readable on every hue', () => {
    const at = side === 'light' ? 1 : 2;
    const shade = (name: string) => {
      const pair = new RegExp(
        `--${name}: light-dark\\(\\s*oklch\\(([\\d.]+) ([\\d.]+) [^)]*\\)\\s*\\)?,\\s*oklch\\(([\\d.]+) ([\\d.]+)`,
        'u',
      ).exec(css);
      return [Number(pair?.[at * 2 - 1]), Number(pair?.[at * 2])] as const;
    };
    const ground = shade('avatar-ground');
    const ink = shade('avatar-ink');
    const hues = [...css.matchAll(/--avatar-hue: (\d+);/gu)].map((found) => Number(found[1]));
    expect(hues).toHaveLength(9);
    for (const hue of hues) {
      const found = ratio(
        luminance(linearOfOklch(...ink, hue)),
        luminance(linearOfOklch(...ground, hue)),
      );
      expect(found, `hue ${hue}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('the colour told to the browser is the surface token', () => {
    expect(CHROME_COLOR[side]).toBe(colour('surface', side));
  });
});
