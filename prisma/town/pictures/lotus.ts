import { between, Canvas, curve, ellipse, mix, type Point, shape, stroke, times } from './brush.ts';

/** A lotus that opens above dark water. */
export function lotus(name: string, { width = 900, height = 900, petal = '#eda4b6' } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  canvas.backdrop(
    canvas.fade([
      [0, '#87a08f'],
      [0.5, '#3f5f55'],
      [1, '#152923'],
    ]),
  );
  const pads = times(11, () => {
    const [x, y, r] = [
      between(random, -0.1, 1.1) * width,
      between(random, 0.35, 1) * height,
      between(random, 70, 190),
    ];
    return ellipse(
      x,
      y,
      r,
      r * 0.38,
      canvas.fade([
        [0, '#7fa377'],
        [0.5, '#3f6a4c'],
        [1, '#1c3a2c'],
      ]),
      { opacity: 0.9 },
    );
  });
  canvas.add(canvas.blurred(9, pads));
  const [cx, cy, size] = [width * 0.5, height * 0.56, Math.min(width, height) * 0.34];
  canvas.add(
    stroke(`M${cx} ${cy}Q${cx - 20} ${height * 0.8} ${cx + 16} ${height + 10}`, '#53744f', 17),
  );
  const ring = (count: number, long: number, wide: number, spread: number, tone: number) =>
    times(count, (place) => {
      const share = count === 1 ? 0 : (place / (count - 1)) * 2 - 1;
      const turn = -1.5708 + share * spread;
      const at = (along: number, across: number): Point => [
        cx + Math.cos(turn) * along * long - Math.sin(turn) * across * wide,
        cy +
          Math.sin(turn) * along * long * (0.86 + 0.14 * Math.cos(share)) +
          Math.cos(turn) * across * wide,
      ];
      const d = curve(
        [
          at(-0.04, 0),
          at(0.3, 0.42),
          at(0.66, 0.44),
          at(0.9, 0.16),
          at(1.03, 0),
          at(0.9, -0.16),
          at(0.66, -0.44),
          at(0.3, -0.42),
        ],
        true,
      );
      const fill = canvas.fade([
        [0, mix(petal, '#c24f74', 0.6 - tone * 0.35)],
        [0.4, mix(petal, '#fff2f2', tone)],
        [1, mix(petal, '#fff6ee', 0.55)],
      ]);
      const veins = [-0.22, 0, 0.22].map((by) =>
        stroke(curve([at(0.1, by * 0.4), at(0.55, by), at(0.92, by * 0.3)]), '#b6446a', 1.2, {
          opacity: 0.2,
        }),
      );
      return {
        order: Math.abs(share),
        drawn: shape(d, fill) + stroke(d, '#8f3456', 1.2, { opacity: 0.35 }) + veins.join(''),
      };
    })
      .sort((one, other) => other.order - one.order)
      .map(({ drawn }) => drawn);
  canvas.add(
    ellipse(cx, cy - size * 0.3, size * 1.9, size * 1.7, canvas.puff('#ffe9e2'), { opacity: 0.35 }),
  );
  canvas.add(
    ...ring(9, size * 1.02, size * 0.46, 1.5, 0.05),
    ...ring(7, size * 1.1, size * 0.5, 1.02, 0.2),
    ...ring(5, size * 0.98, size * 0.52, 0.62, 0.38),
    ...ring(3, size * 0.76, size * 0.5, 0.3, 0.55),
  );
  canvas.add(...ring(6, size * 0.56, size * 0.42, 1.95, 0.5));
  return canvas;
}
