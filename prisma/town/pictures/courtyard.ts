import {
  between,
  box,
  Canvas,
  curve,
  ellipse,
  group,
  line,
  mix,
  shape,
  stroke,
  times,
} from './brush.ts';
import { leaf } from './table.ts';

/** A wall of the courtyard late in the afternoon, and what stands before it. */
export function courtyard(
  name: string,
  { width = 900, height = 1125, wall = '#e5bd8a', shade = '#6b4a3a' } = {},
): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  canvas.backdrop(
    canvas.fade(
      [
        [0, mix(wall, '#fff1d4', 0.35)],
        [0.6, wall],
        [1, mix(wall, shade, 0.45)],
      ],
      [0.9, 0, 0.1, 1],
    ),
  );
  const stains = times(60, () =>
    ellipse(
      random() * width,
      random() * height,
      between(random, 30, 160),
      between(random, 20, 110),
      canvas.puff(random() < 0.5 ? shade : '#fff3da'),
      { opacity: between(random, 0.03, 0.1) },
    ),
  );
  canvas.add(group(stains));
  const branches = times(8, (place) => {
    const [x, y] = [width * (1.15 - place * 0.11), -60 + (place % 3) * 90];
    const reach = between(random, 0.55, 1) * width;
    const d = curve([
      [x, y],
      [x - reach * 0.4, y + reach * 0.25],
      [x - reach * 0.75, y + reach * 0.62],
      [x - reach, y + reach * 1.02],
    ]);
    const leaves = times(22, (at) => {
      const share = 0.15 + (at / 22) * 0.85;
      return shape(
        leaf(
          x - reach * share + between(random, -30, 30),
          y + reach * share ** 1.25 + between(random, -30, 30),
          between(random, 55, 120),
          between(random, 1.2, 3.4),
          0.2,
        ),
        shade,
      );
    });
    return stroke(d, shade, 5) + leaves.join('');
  });
  canvas.add(
    canvas.blurred(5.5, branches, { opacity: 0.5 }),
    canvas.blurred(16, branches.slice(4), { opacity: 0.25 }),
  );
  const floor = height * 0.82;
  canvas.add(
    box(
      0,
      floor,
      width,
      height - floor,
      canvas.fade([
        [0, mix(shade, '#2a1b14', 0.2)],
        [0.08, mix(wall, shade, 0.55)],
        [1, mix(wall, shade, 0.8)],
      ]),
    ),
  );
  canvas.add(stool(canvas, width * 0.3, height * 0.9, width * 0.2));
  return canvas;
}

/** A stool, and on it a glass of tea with the sun in it. */
function stool(canvas: Canvas, x: number, foot: number, wide: number): string {
  const dark = '#3b2519';
  const top = foot - wide * 1.15;
  const seat = canvas.fade([
    [0, '#8d6241'],
    [0.5, '#67432b'],
    [1, '#3b2519'],
  ]);
  const leg = (dx: number) =>
    shape(
      line([
        [x + dx * wide * 0.62, top],
        [x + dx * wide * 0.78, foot],
        [x + dx * wide * 0.66, foot],
        [x + dx * wide * 0.48, top],
      ]),
      canvas.fade([
        [0, '#5b3a25'],
        [1, dark],
      ]),
    );
  const cast = canvas.blurred(
    9,
    shape(
      line([
        [x - wide * 0.6, foot],
        [x - wide * 1.7, foot + wide * 0.34],
        [x - wide * 0.2, foot + wide * 0.4],
        [x + wide * 0.7, foot],
      ]),
      '#1d110b',
      { opacity: 0.55 },
    ),
  );
  const glass = `M${x - wide * 0.17} ${top - wide * 0.62}L${x - wide * 0.14} ${top - wide * 0.08}Q${x} ${top - wide * 0.03} ${x + wide * 0.14} ${top - wide * 0.08}L${x + wide * 0.17} ${top - wide * 0.62}Z`;
  const tea = `M${x - wide * 0.155} ${top - wide * 0.45}L${x - wide * 0.13} ${top - wide * 0.1}Q${x} ${top - wide * 0.05} ${x + wide * 0.13} ${top - wide * 0.1}L${x + wide * 0.155} ${top - wide * 0.45}Z`;
  const amber = canvas.fade([
    [0, '#e8a13c'],
    [0.6, '#c66f1a'],
    [1, '#ffd37a'],
  ]);
  return [
    cast,
    leg(-0.85),
    leg(0.85),
    box(x - wide * 0.52, top + wide * 0.6, wide * 1.04, wide * 0.07, dark),
    box(x - wide * 0.8, top - wide * 0.09, wide * 1.6, wide * 0.16, seat, { rx: wide * 0.03 }),
    ellipse(x - wide * 0.4, top - wide * 0.06, wide * 0.34, wide * 0.06, canvas.puff('#ffb347'), {
      opacity: 0.9,
    }),
    shape(glass, '#ffffff', { opacity: 0.22 }),
    shape(tea, amber, { opacity: 0.92 }),
    ellipse(x, top - wide * 0.45, wide * 0.155, wide * 0.03, '#f4c676'),
    ellipse(x, top - wide * 0.62, wide * 0.17, wide * 0.034, 'none', {
      stroke: '#ffffff',
      'stroke-width': 2,
      opacity: 0.7,
    }),
    stroke(
      `M${x - wide * 0.12} ${top - wide * 0.57}L${x - wide * 0.095} ${top - wide * 0.15}`,
      '#ffffff',
      3,
      { opacity: 0.7 },
    ),
  ].join('');
}
