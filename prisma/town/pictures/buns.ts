import {
  between,
  box,
  Canvas,
  curve,
  ellipse,
  group,
  mix,
  type Point,
  shape,
  stroke,
  times,
} from './brush.ts';
import { type Round, SLATE, shadow, tabletop } from './table.ts';

/** Steamed buns in their basket, and the steam above them. */
export function buns(name: string, { width = 900, height = 1200, count = 7 } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  tabletop(canvas, SLATE, 4);
  const [x, y, r] = [width * 0.5, height * 0.52, width * 0.44];
  canvas.add(shadow(canvas, { x, y, r }, 0.9));
  for (let ring = 0; ring < 5; ring++) {
    const tone = ring % 2 ? '#8a5f33' : '#d2a468';
    canvas.add(
      ellipse(
        x,
        y,
        r * (1 - ring * 0.026),
        r * (1 - ring * 0.026),
        canvas.fade(
          [
            [0, mix(tone, '#fff0cf', 0.4)],
            [0.5, tone],
            [1, mix(tone, '#2a1608', 0.5)],
          ],
          [0.15, 0.1, 0.85, 0.9],
        ),
      ),
    );
  }
  const slats = times(17, (place) =>
    box(
      x - r,
      y - r * 0.88 + place * r * 0.106,
      2 * r,
      r * 0.075,
      mix('#b98a52', '#6b4522', random() * 0.7),
    ),
  );
  canvas.add(ellipse(x, y, r * 0.87, r * 0.87, '#3a2412'));
  canvas.add(
    group(slats, {
      'clip-path': canvas.clip(
        `M${x - r * 0.87} ${y}a${r * 0.87} ${r * 0.87} 0 1 0 ${r * 1.74} 0a${r * 0.87} ${r * 0.87} 0 1 0 ${-r * 1.74} 0`,
      ),
    }),
  );
  canvas.add(
    ellipse(
      x,
      y,
      r * 0.87,
      r * 0.87,
      canvas.glow([
        [0, '#000000', 0],
        [0.8, '#000000', 0.1],
        [1, '#120802', 0.75],
      ]),
    ),
  );
  const places: Point[] = [
    [0, 0],
    ...times(
      count - 1,
      (place): Point => [
        Math.cos((place / (count - 1)) * 6.283 + 0.4) * 0.55,
        Math.sin((place / (count - 1)) * 6.283 + 0.4) * 0.55,
      ],
    ),
  ];
  for (const [dx, dy] of places)
    canvas.add(bun(canvas, { x: x + dx * r, y: y + dy * r, r: r * 0.265 }));
  const steam = canvas.puff('#ffffff');
  canvas.add(
    ...times(26, () =>
      ellipse(
        between(random, 0.1, 0.9) * width,
        between(random, -0.05, 0.75) * height,
        between(random, 60, 190),
        between(random, 90, 240),
        steam,
        { opacity: between(random, 0.04, 0.15) },
      ),
    ),
  );
  return canvas;
}

/** Dough, folded towards its middle. */
function bun(canvas: Canvas, at: Round): string {
  const { x, y, r } = at;
  const { random } = canvas;
  const turned = between(random, 0, 6.3);
  const folds = 16;
  const edge = times(32, (place): Point => {
    const turn = (place / 32) * 6.283;
    const far = r * (1 + 0.02 * Math.sin(turn * 3 + turned));
    return [x + Math.cos(turn) * far, y + Math.sin(turn) * far];
  });
  const body = canvas.glow(
    [
      [0, '#fffdf4'],
      [0.5, '#f8f0de'],
      [0.85, '#dfcfb2'],
      [1, '#a58d68'],
    ],
    [0.4, 0.36, 0.68],
  );
  const creases = times(folds, (place) => {
    const turn = turned + (place / folds) * 6.283 + between(random, -0.08, 0.08);
    const point = (far: number, twist: number): Point => [
      x + Math.cos(turn + twist) * far * r,
      y + Math.sin(turn + twist) * far * r,
    ];
    const d = curve([point(0.08, 0.9), point(0.26, 0.5), point(0.48, 0.18), point(0.7, 0)]);
    const lit = curve([point(0.09, 1.02), point(0.28, 0.62), point(0.5, 0.3), point(0.66, 0.12)]);
    return (
      stroke(d, '#b59b74', r * 0.03, { opacity: 0.5 }) +
      stroke(lit, '#ffffff', r * 0.04, { opacity: 0.5 })
    );
  });
  return [
    ellipse(x + r * 0.12, y + r * 0.16, r * 1.16, r * 1.12, canvas.puff('#1a0c02'), {
      opacity: 0.85,
    }),
    shape(curve(edge, true), body),
    ...creases,
    ellipse(x, y, r * 0.16, r * 0.16, canvas.puff('#a88a5e'), { opacity: 0.75 }),
    ellipse(x - r * 0.35, y - r * 0.4, r * 0.34, r * 0.2, canvas.puff('#ffffff'), {
      opacity: 0.7,
      transform: `rotate(-40 ${x - r * 0.35} ${y - r * 0.4})`,
    }),
  ].join('');
}
