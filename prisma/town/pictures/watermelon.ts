import {
  between,
  type Canvas,
  curve,
  ellipse,
  group,
  line,
  type Point,
  shape,
  stroke,
  times,
} from './brush.ts';
import { HOURS, seaOfClouds } from './hills.ts';

/** A watermelon that has come as far as the summit. */
export function watermelon(name: string, { width = 900, height = 1125 } = {}): Canvas {
  const canvas = seaOfClouds(name, HOURS.morning, { width, height });
  const { random } = canvas;
  const rock: Point[] = [
    [-20, height * 0.83],
    [width * 0.1, height * 0.8],
    [width * 0.24, height * 0.775],
    [width * 0.42, height * 0.765],
    [width * 0.62, height * 0.77],
    [width * 0.8, height * 0.8],
    [width * 0.9, height * 0.86],
    [width * 1.05, height * 0.89],
    [width * 1.05, height * 1.1],
    [-20, height * 1.1],
  ];
  const d = `${line(rock)}Z`;
  canvas.add(
    shape(
      d,
      canvas.fade(
        [
          [0, '#a39a88'],
          [0.3, '#6c665b'],
          [1, '#2c2a27'],
        ],
        [0.3, 0, 0.7, 1],
      ),
    ),
  );
  const facets = times(60, () => {
    const [x, y, size] = [
      random() * width,
      height * between(random, 0.78, 1),
      between(random, 20, 110),
    ];
    return shape(
      line([
        [x, y],
        [x + size, y + between(random, -10, 30)],
        [x + size * 0.6, y + size * 0.5],
      ]),
      random() < 0.5 ? '#c9bfa9' : '#1f1d1b',
      { opacity: between(random, 0.05, 0.2) },
    );
  });
  canvas.add(group(facets, { 'clip-path': canvas.clip(d) }));
  layMelon(canvas);
  return canvas;
}

function layMelon(canvas: Canvas): void {
  const { width, height, random } = canvas;
  const [x, y, r] = [width * 0.5, height * 0.645, width * 0.235];
  canvas.add(
    ellipse(x + r * 0.15, y + r * 0.93, r * 1.15, r * 0.2, canvas.puff('#12100e'), {
      opacity: 0.95,
    }),
  );
  const skin = canvas.glow(
    [
      [0, '#bcd58a'],
      [0.5, '#6f9a4c'],
      [0.85, '#34602f'],
      [1, '#17341c'],
    ],
    [0.36, 0.3, 0.75],
  );
  const whole = `M${x - r} ${y}a${r} ${r * 0.94} 0 1 0 ${2 * r} 0a${r} ${r * 0.94} 0 1 0 ${-2 * r} 0`;
  const stripes = times(13, (place) => {
    const bow = Math.sin(((place - 6) / 6.4) * 1.5) * r;
    const points = times(15, (at): Point => {
      const share = at / 14;
      const wide = Math.sin(share * Math.PI) ** 0.62;
      return [x + bow * wide + between(random, -0.03, 0.03) * r, y - r * 0.93 + share * 1.86 * r];
    });
    return stroke(
      curve(points),
      '#1c4423',
      r * between(random, 0.05, 0.1) * Math.cos(((place - 6) / 6.4) * 1.25),
      { opacity: 0.75 },
    );
  });
  const shading = canvas.glow(
    [
      [0, '#ffffff', 0.25],
      [0.35, '#ffffff', 0],
      [0.7, '#0a140b', 0.1],
      [1, '#0a140b', 0.65],
    ],
    [0.34, 0.28, 0.78],
  );
  canvas.add(
    shape(whole, skin),
    group(stripes, { 'clip-path': canvas.clip(whole) }),
    shape(whole, shading),
  );
  canvas.add(
    stroke(
      curve([
        [x, y - r * 0.92],
        [x + r * 0.03, y - r * 1.05],
        [x + r * 0.16, y - r * 1.1],
      ]),
      '#6b5a2e',
      r * 0.06,
    ),
  );
  canvas.add(
    ellipse(x - r * 0.38, y - r * 0.48, r * 0.26, r * 0.15, canvas.puff('#ffffff'), {
      opacity: 0.75,
      transform: `rotate(-35 ${x - r * 0.38} ${y - r * 0.48})`,
    }),
  );
}
