/** Numbers from 0 to 1 that are the same whenever they are drawn for the same name. */
export type Random = () => number;

export function randomFor(name: string): Random {
  let state = 0x9e3779b9;
  for (const letter of name) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x85ebca6b);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const between = (random: Random, from: number, to: number) => from + random() * (to - from);

export const times = <Value>(count: number, make: (place: number) => Value): Value[] =>
  Array.from({ length: count }, (_, place) => make(place));

/** A curve from -1 to 1 that wanders as the outlines of hills do: large shapes, and ever smaller ones upon them. */
export function wandering(random: Random, octaves = 5): (x: number) => number {
  const knots = times(octaves, () => times(256, () => random() * 2 - 1));
  const at = (octave: number, x: number) => knots[octave]?.[((x % 256) + 256) % 256] ?? 0;
  return (x) => {
    let [sum, weight, scale] = [0, 1, 1];
    for (let octave = 0; octave < octaves; octave++) {
      const whole = Math.floor(x * scale);
      const part = x * scale - whole;
      const eased = part * part * (3 - 2 * part);
      sum += weight * (at(octave, whole) * (1 - eased) + at(octave, whole + 1) * eased);
      weight *= 0.5;
      scale *= 2;
    }
    return sum / (2 - 2 ** (1 - octaves));
  };
}

const parts = (colour: string) =>
  [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));

/** A colour between two that are written as #rrggbb. */
export function mix(one: string, other: string, share: number): string {
  const [a, b] = [parts(one), parts(other)];
  const mixed = a.map((value, place) => Math.round(value + ((b[place] ?? 0) - value) * share));
  return `#${mixed.map((value) => Math.max(0, Math.min(255, value)).toString(16).padStart(2, '0')).join('')}`;
}

const short = (value: number) => Math.round(value * 10) / 10;

export type Point = readonly [x: number, y: number];

export const line = (points: readonly Point[]) =>
  points.map(([x, y], place) => `${place ? 'L' : 'M'}${short(x)} ${short(y)}`).join('');

/** A soft curve through these points. */
export function curve(points: readonly Point[], closed = false): string {
  const at = (place: number) => {
    const last = points.length - 1;
    const inside = closed
      ? (place + points.length) % points.length
      : Math.max(0, Math.min(last, place));
    return points[inside] ?? ([0, 0] as const);
  };
  const [x, y] = at(0);
  const bends = times(points.length - (closed ? 0 : 1), (place) => {
    const [before, from, to, behind] = [at(place - 1), at(place), at(place + 1), at(place + 2)];
    const bend = [
      from[0] + (to[0] - before[0]) / 6,
      from[1] + (to[1] - before[1]) / 6,
      to[0] - (behind[0] - from[0]) / 6,
      to[1] - (behind[1] - from[1]) / 6,
      to[0],
      to[1],
    ];
    return `C${bends_(bend)}`;
  });
  return `M${short(x)} ${short(y)}${bends.join('')}${closed ? 'Z' : ''}`;
}

const bends_ = (values: number[]) => values.map(short).join(' ');

/** Everything below an outline. */
export function ground(
  { width, height }: { width: number; height: number },
  outline: (x: number) => number,
  step = 6,
): string {
  const points = times(Math.ceil(width / step) + 3, (place) => {
    const x = (place - 1) * step;
    return [x, outline(x)] as const;
  });
  return `${line(points)}L${width + step} ${height + 9}L${-step} ${height + 9}Z`;
}

type Attributes = Record<string, string | number | undefined>;

const written = (attributes: Attributes) =>
  Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name}="${typeof value === 'number' ? short(value * 100) / 100 : value}"`,
    )
    .join('');

export const shape = (d: string, fill: string, more: Attributes = {}) =>
  `<path d="${d}"${written({ fill, ...more })}/>`;

export const stroke = (d: string, colour: string, width: number, more: Attributes = {}) =>
  `<path d="${d}"${written({ fill: 'none', stroke: colour, 'stroke-width': width, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', ...more })}/>`;

export const ellipse = (
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  fill: string,
  more: Attributes = {},
) => `<ellipse${written({ cx, cy, rx, ry, fill, ...more })}/>`;

export const box = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  more: Attributes = {},
) => `<rect${written({ x, y, width, height, fill, ...more })}/>`;

export const group = (content: string | readonly string[], more: Attributes = {}) =>
  `<g${written(more)}>${typeof content === 'string' ? content : content.join('')}</g>`;

export type Stop = readonly [at: number, colour: string, opacity?: number];

const stops = (list: readonly Stop[]) =>
  list
    .map(
      ([at, colour, opacity]) =>
        `<stop${written({ offset: at, 'stop-color': colour, 'stop-opacity': opacity })}/>`,
    )
    .join('');

/** A canvas that paints itself: what it is given to paint with gets a name of its own. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly random: Random;
  private readonly definitions: string[] = [];
  private readonly painted: string[] = [];

  constructor(width: number, height: number, name: string) {
    this.width = width;
    this.height = height;
    this.random = randomFor(name);
  }

  add(...content: readonly string[]): this {
    this.painted.push(...content);
    return this;
  }

  private define(make: (id: string) => string): string {
    const id = `d${this.definitions.length}`;
    this.definitions.push(make(id));
    return `url(#${id})`;
  }

  /** From the top to the bottom, or between two points, in shares of what is painted. */
  fade(list: readonly Stop[], [x1, y1, x2, y2] = [0, 0, 0, 1]): string {
    return this.define(
      (id) =>
        `<linearGradient id="${id}"${written({ x1, y1, x2, y2 })}>${stops(list)}</linearGradient>`,
    );
  }

  glow(list: readonly Stop[], [cx, cy, r] = [0.5, 0.5, 0.5]): string {
    return this.define(
      (id) => `<radialGradient id="${id}"${written({ cx, cy, r })}>${stops(list)}</radialGradient>`,
    );
  }

  /** What to fill an ellipse with that has no edge: mist, steam, a shadow, light far off. Cheaper than blurring it. */
  puff(colour: string): string {
    return this.glow([
      [0, colour, 1],
      [0.35, colour, 0.78],
      [0.7, colour, 0.24],
      [1, colour, 0],
    ]);
  }

  /** Out of focus, by so many pixels. */
  blurred(by: number, content: string | readonly string[], more: Attributes = {}): string {
    const filter = this.define(
      (id) =>
        `<filter id="${id}" x="-12%" y="-12%" width="124%" height="124%"><feGaussianBlur stdDeviation="${by}"/></filter>`,
    );
    return group(content, { filter, ...more });
  }

  clip(d: string): string {
    return this.define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
  }

  backdrop(fill: string): this {
    return this.add(box(0, 0, this.width, this.height, fill));
  }

  toString(): string {
    const { width, height } = this;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${this.definitions.join('')}</defs>${this.painted.join('')}</svg>`;
  }
}
