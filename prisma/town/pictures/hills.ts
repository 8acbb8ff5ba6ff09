import {
  between,
  box,
  Canvas,
  curve,
  ellipse,
  ground,
  group,
  line,
  mix,
  type Random,
  shape,
  stroke,
  times,
  wandering,
} from './brush.ts';

/** The colours of an hour: of the sky above and at the horizon, of what is far and what is near, and of the sun. */
interface Hour {
  top: string;
  horizon: string;
  far: string;
  near: string;
  sun: string;
}

export const HOURS = {
  dawn: { top: '#8fa9b8', horizon: '#f6d9b8', far: '#d9c3b0', near: '#2c3d3a', sun: '#fff1cf' },
  morning: { top: '#a9c4c9', horizon: '#eef1e6', far: '#cfdcd6', near: '#24423a', sun: '#fffbe8' },
  sunset: { top: '#5d6f93', horizon: '#f7b07a', far: '#c99a8c', near: '#231f33', sun: '#ffdf9e' },
  rain: { top: '#8d9a9c', horizon: '#d5dad4', far: '#bcc6c1', near: '#2b3a37', sun: '#e6eae3' },
} as const satisfies Record<string, Hour>;

/** Bands of mist that lie in the valleys. */
function mist(canvas: Canvas, y: number, colour: string, opacity: number): string {
  const { width, height, random } = canvas;
  const soft = canvas.puff(colour);
  const banks = times(8, () =>
    ellipse(
      between(random, -0.1, 1.1) * width,
      y + between(random, -0.02, 0.05) * height,
      between(random, 0.3, 0.6) * width,
      between(random, 0.035, 0.08) * height,
      soft,
      { opacity: between(random, 0.5, 1) * opacity },
    ),
  );
  return group(banks);
}

/** Conifers along an outline, larger and sharper the nearer they are. */
function forest(
  { width, random }: Canvas,
  outline: (x: number) => number,
  size: number,
  colour: string,
): string {
  const count = Math.round((width / size) * 5.5);
  const trees = times(count, () => {
    const x = between(random, -0.02, 1.02) * width;
    const tall = size * (0.4 + random() ** 2.5 * 0.9);
    const wide = tall * between(random, 0.15, 0.26);
    const foot = outline(x) + tall * 0.3;
    const tiers = times(4, (tier) => {
      const y = foot - tall * (0.14 + tier * 0.2);
      const half = wide * (1 - tier * 0.22);
      return line([
        [x - half, y],
        [x + between(random, -0.1, 0.1) * wide, y - tall * 0.36],
        [x + half * between(random, 0.75, 1.1), y + tall * 0.03],
      ]);
    });
    return tiers.join('Z');
  });
  return shape(trees.join('Z'), colour);
}

/** Ridge behind ridge, each one darker and clearer than the one behind it. */
export function ridges(
  name: string,
  hour: Hour,
  { width = 1200, height = 900, sunAt = [0.66, 0.34] as readonly [number, number], count = 7 } = {},
): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  canvas.backdrop(
    canvas.fade([
      [0, hour.top],
      [0.55, hour.horizon],
      [1, hour.horizon],
    ]),
  );
  const [x, y] = [sunAt[0] * width, sunAt[1] * height];
  const halo = canvas.glow([
    [0, hour.sun, 0.95],
    [0.12, hour.sun, 0.6],
    [1, hour.sun, 0],
  ]);
  canvas.add(ellipse(x, y, height * 0.75, height * 0.75, halo));
  const disc = canvas.glow([
    [0, '#ffffff', 1],
    [0.6, hour.sun, 1],
    [0.8, hour.sun, 0.5],
    [1, hour.sun, 0],
  ]);
  canvas.add(ellipse(x, y, height * 0.048, height * 0.048, disc));
  for (let place = 0; place < count; place++) {
    const nearness = place / (count - 1);
    const wander = wandering(random, 6);
    const base = height * (0.4 + nearness * 0.5);
    const rise = height * (0.13 + 0.06 * Math.sin(place * 2.1));
    const scale = 2.6 + place * 0.5;
    const outline = (at: number) => base + wander((at / width) * scale + place * 17) * rise;
    const colour = mix(hour.far, hour.near, nearness ** 1.5);
    const lower = mix(colour, hour.horizon, 0.5 * (1 - nearness));
    const fill = canvas.fade([
      [0, colour],
      [0.5, lower],
      [1, lower],
    ]);
    const hill = shape(ground(canvas, outline), fill);
    const trees =
      nearness > 0.45 ? forest(canvas, outline, height * 0.055 * nearness ** 2 + 5, colour) : '';
    canvas.add(trees + hill);
    if (place < count - 1)
      canvas.add(mist(canvas, base + rise * 0.9, hour.horizon, 0.62 * (1 - nearness * 0.6)));
  }
  return canvas;
}

/** Peaks that stand out of cloud like islands. */
export function seaOfClouds(name: string, hour: Hour, { width = 1200, height = 900 } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  canvas.backdrop(
    canvas.fade([
      [0, hour.top],
      [0.42, hour.horizon],
      [1, mix(hour.horizon, '#ffffff', 0.5)],
    ]),
  );
  const halo = canvas.glow([
    [0, hour.sun, 1],
    [0.1, hour.sun, 0.7],
    [1, hour.sun, 0],
  ]);
  canvas.add(ellipse(width * 0.3, height * 0.3, height * 0.8, height * 0.8, halo));
  const disc = canvas.glow([
    [0, '#ffffff', 1],
    [0.6, '#fffdf2', 1],
    [1, hour.sun, 0],
  ]);
  canvas.add(ellipse(width * 0.3, height * 0.3, height * 0.045, height * 0.045, disc));
  const layers = 9;
  for (let place = 0; place < layers; place++) {
    const nearness = place / (layers - 1);
    const base = height * (0.4 + nearness ** 1.25 * 0.55);
    if (place % 2 === 1 && place < 8) canvas.add(peaks(canvas, hour, base, nearness));
    canvas.add(clouds(canvas, hour, base, nearness));
  }
  return canvas;
}

function peaks(canvas: Canvas, hour: Hour, base: number, nearness: number): string {
  const { width, height, random } = canvas;
  const wander = wandering(random, 6);
  const centre = between(random, 0.15, 0.9) * width;
  const spread = width * between(random, 0.1, 0.2);
  const tall = height * (0.1 + 0.13 * nearness);
  const outline = (x: number) => {
    const off = Math.abs(x - centre) / spread;
    const other = Math.abs(x - centre - spread * 2.6) / (spread * 0.7);
    const bump = Math.exp(-off * off) + 0.6 * Math.exp(-other * other);
    return base + height * 0.05 - tall * bump * (1.15 + 0.5 * wander((x / width) * 9));
  };
  const colour = mix(hour.far, hour.near, 0.25 + nearness * 0.7);
  const fill = canvas.fade([
    [0, colour],
    [1, mix(colour, hour.horizon, 0.7)],
  ]);
  return group(
    forest(canvas, outline, height * 0.03 * nearness + 4, colour) +
      shape(ground(canvas, outline, 4), fill),
  );
}

function clouds(canvas: Canvas, hour: Hour, base: number, nearness: number): string {
  const { width, height, random } = canvas;
  const light = mix(hour.horizon, '#ffffff', 0.35 + 0.4 * nearness);
  const shade = mix(hour.horizon, hour.top, 0.5);
  const size = height * (0.018 + 0.075 * nearness);
  const puffs = (colour: string, lower: number, opacity: number) => {
    const soft = canvas.puff(colour);
    return times(Math.round(34 - nearness * 16), () => {
      const rx = size * between(random, 1.4, 3.6);
      return ellipse(
        between(random, -0.05, 1.05) * width,
        base + size * (lower + between(random, -0.5, 0.5)),
        rx,
        rx * between(random, 0.3, 0.5),
        soft,
        { opacity },
      );
    });
  };
  const body = shape(
    ground(canvas, (x) => base + size * (1 + 0.4 * Math.sin(x / size / 3))),
    canvas.fade([
      [0, light, 0],
      [0.12, light, 0.95],
      [1, light, 1],
    ]),
  );
  return group([
    ...puffs(light, 0.1, 0.75),
    body,
    ...puffs(shade, 1.1, 0.28),
    ...puffs(mix(light, hour.sun, 0.4), 0.5, 0.5),
  ]);
}

/** Rows of tea bushes that follow the slopes, and a wood behind. */
export function teaHills(name: string, hour: Hour, { width = 1200, height = 900 } = {}): Canvas {
  const canvas = ridges(name, hour, { width, height, sunAt: [0.28, 0.3], count: 5 });
  canvas.add(box(0, 0, width, height, hour.horizon, { opacity: 0.28 }));
  const { random } = canvas;
  const slopes = [
    { base: 0.53, tilt: -0.1, far: 0.75 },
    { base: 0.6, tilt: 0.13, far: 0.45 },
    { base: 0.72, tilt: -0.07, far: 0.12 },
  ];
  for (const { base, tilt, far } of slopes) {
    const wander = wandering(random, 2);
    const crest = (x: number) =>
      height * (base + tilt * (x / width - 0.5)) + wander((x / width) * 2.2 + 3) * height * 0.05;
    const green = mix('#3d5f34', hour.far, far * 0.85);
    const fill = canvas.fade([
      [0, mix(green, hour.sun, 0.25)],
      [0.5, green],
      [1, mix(green, '#13241a', 0.5)],
    ]);
    canvas.add(shape(ground(canvas, crest), fill));
    canvas.add(...bushes(canvas, crest, { green, hour, far }));
    if (far > 0.2) canvas.add(mist(canvas, height * (base + 0.1), hour.horizon, 0.55));
  }
  return canvas;
}

function bushes(
  canvas: Canvas,
  crest: (x: number) => number,
  { green, hour, far }: { green: string; hour: Hour; far: number },
): string[] {
  const { width, height, random } = canvas;
  const rows: string[] = [];
  let below = height * 0.012;
  for (let row = 0; below < height * 0.75; row++) {
    const thick = (4 + row * 2.6) * (1 - far * 0.55);
    const bow = between(random, 0.8, 1.2) * thick;
    const phase = between(random, 0, 9);
    const edge = (x: number) => crest(x) + below + Math.sin((x / width) * 3 + phase) * bow * 0.6;
    rows.push(hedge(random, width, edge, thick, { green, hour, row }));
    below += thick * 1.5;
    if (row > 26) break;
  }
  return rows;
}

function hedge(
  random: Random,
  width: number,
  edge: (x: number) => number,
  thick: number,
  { green, hour, row }: { green: string; hour: Hour; row: number },
): string {
  const step = Math.max(5, thick * 0.55);
  const count = Math.ceil(width / step) + 2;
  const shade: string[] = [];
  const leaf: string[] = [];
  const light: string[] = [];
  for (let place = 0; place < count; place++) {
    const x = (place - 0.5) * step + between(random, -0.3, 0.3) * step;
    const y = edge(x);
    const r = step * between(random, 0.62, 0.95);
    const oval = (dx: number, dy: number, by: number) =>
      `M${(x + dx - by).toFixed(1)} ${(y + dy).toFixed(1)}a${by.toFixed(1)} ${(by * 0.72).toFixed(1)} 0 1 0 ${(2 * by).toFixed(1)} 0a${by.toFixed(1)} ${(by * 0.72).toFixed(1)} 0 1 0 ${(-2 * by).toFixed(1)} 0`;
    shade.push(oval(0, thick * 0.5, r * 1.15));
    leaf.push(oval(0, 0, r));
    if (random() < 0.75) light.push(oval(-r * 0.15, -r * 0.35, r * between(random, 0.25, 0.5)));
  }
  const fresh = mix('#8fa650', hour.sun, 0.3);
  return (
    shape(shade.join(''), mix(green, '#0e1d15', 0.55), { opacity: 0.75 }) +
    shape(leaf.join(''), mix(green, '#5d7f3c', Math.min(0.6, row * 0.04))) +
    shape(light.join(''), mix(green, fresh, 0.6), { opacity: 0.55 })
  );
}

/** A bay in the evening, with boats at rest. */
export function harbour(name: string, hour: Hour, { width = 1800, height = 675 } = {}): Canvas {
  const canvas = ridges(name, hour, { width, height, sunAt: [0.4, 0.36], count: 4 });
  const { random } = canvas;
  const shore = height * 0.6;
  const water = canvas.fade([
    [0, mix(hour.horizon, hour.sun, 0.2)],
    [0.35, mix(hour.horizon, hour.top, 0.45)],
    [1, mix(hour.near, hour.top, 0.45)],
  ]);
  canvas.add(box(0, shore, width, height - shore, water));
  canvas.add(
    ellipse(width * 0.4, shore, width * 0.6, height * 0.035, canvas.puff(hour.horizon), {
      opacity: 0.9,
    }),
  );
  const glitter = times(420, () => {
    const depth = random() ** 1.4;
    const y = shore + depth * (height - shore);
    const x = width * 0.4 + between(random, -1, 1) * width * (0.02 + depth * 0.09);
    const length = between(random, 6, 26) * (0.4 + depth * 1.8);
    return stroke(`M${x - length} ${y}h${2 * length}`, hour.sun, 0.8 + depth * 2.6, {
      opacity: between(random, 0.25, 0.9) * (1 - depth * 0.4),
    });
  });
  const ripples = times(300, () => {
    const depth = random() ** 1.5;
    const y = shore + 4 + depth * (height - shore);
    const x = random() * width;
    const length = between(random, 10, 60) * (0.3 + depth * 1.6);
    return stroke(
      `M${x - length} ${y}q${length} ${2 + depth * 5} ${2 * length} 0`,
      random() < 0.5 ? hour.near : hour.horizon,
      0.7 + depth * 2,
      { opacity: 0.16 },
    );
  });
  canvas.add(group(ripples), group(glitter));
  for (const [x, y, size] of [
    [0.14, 0.66, 0.5],
    [0.24, 0.645, 0.35],
    [0.63, 0.67, 0.55],
    [0.77, 0.75, 1.05],
    [0.9, 0.65, 0.4],
  ] as const)
    canvas.add(boat(canvas, { x: x * width, y: y * height, size: size * height * 0.2, hour }));
  return canvas;
}

function boat(
  canvas: Canvas,
  { x, y, size, hour }: { x: number; y: number; size: number; hour: Hour },
): string {
  const dark = mix(hour.near, '#0c0f14', 0.3);
  const hull = `M${x - size} ${y - size * 0.12}Q${x - size * 0.4} ${y + size * 0.03} ${x} ${y + size * 0.02}T${x + size * 0.95} ${y - size * 0.2}L${x + size * 0.7} ${y + size * 0.16}Q${x} ${y + size * 0.26} ${x - size * 0.68} ${y + size * 0.16}Z`;
  const cabin = `M${x - size * 0.42} ${y + size * 0.02}V${y - size * 0.22}Q${x - size * 0.1} ${y - size * 0.42} ${x + size * 0.24} ${y - size * 0.22}V${y + size * 0.02}Z`;
  const mast = `M${x + size * 0.38} ${y}V${y - size * 0.95}`;
  const rope = curve([
    [x + size * 0.38, y - size * 0.92],
    [x + size * 0.7, y - size * 0.5],
    [x + size * 0.93, y - size * 0.2],
  ]);
  const reflected = group(
    shape(hull, dark) + shape(cabin, dark) + stroke(mast, dark, size * 0.022),
    {
      transform: `translate(0 ${y * 1.7 + size * 0.3}) scale(1 -0.7)`,
      opacity: 0.35,
    },
  );
  const light = ellipse(x + size * 0.36, y - size * 0.56, size * 0.035, size * 0.035, '#ffd58a');
  const shine = ellipse(
    x + size * 0.36,
    y - size * 0.56,
    size * 0.3,
    size * 0.3,
    canvas.glow([
      [0, '#ffcf80', 0.8],
      [1, '#ffcf80', 0],
    ]),
  );
  return (
    reflected +
    shape(cabin, mix(dark, hour.far, 0.18)) +
    shape(hull, dark) +
    stroke(mast, dark, size * 0.022) +
    stroke(rope, dark, size * 0.008) +
    shine +
    light
  );
}
