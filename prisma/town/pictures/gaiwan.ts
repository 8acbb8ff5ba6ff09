import { between, Canvas, ellipse, group, mix, type Point, shape, stroke, times } from './brush.ts';
import { ASH, cup, leaf, type Round, saucer, tabletop, WALNUT, windowLight } from './table.ts';

/** A gaiwan, a pitcher and cups, from above. */
export function gaiwan(
  name: string,
  { wood = WALNUT, glaze = '#eef0ea', tea = '#c98a2b', cups = 3, width = 1200, height = 900 } = {},
): Canvas {
  const canvas = new Canvas(width, height, name);
  tabletop(canvas, wood);
  const size = Math.min(width, height);
  const bowl = { x: width * 0.4, y: height * 0.44, r: size * 0.185 };
  canvas.add(saucer(canvas, { ...bowl, r: size * 0.275 }, glaze));
  canvas.add(
    cup(canvas, bowl, { glaze, tea: mix(tea, '#a89a3c', 0.25), deep: 0.85 }),
    steeped(canvas, bowl),
  );
  const lid = { x: width * 0.63, y: height * 0.24, r: size * 0.165 };
  canvas.add(saucer(canvas, lid, glaze));
  const knob = { x: lid.x, y: lid.y, r: size * 0.052 };
  canvas.add(saucer(canvas, knob, mix(glaze, '#ffffff', 0.3)));
  const spots: Point[] = [
    [0.72, 0.62],
    [0.55, 0.83],
    [0.86, 0.4],
    [0.82, 0.87],
    [0.2, 0.82],
  ];
  for (const [x, y] of spots.slice(0, cups))
    canvas.add(cup(canvas, { x: x * width, y: y * height, r: size * 0.098 }, { glaze, tea }));
  scatter(canvas, width * 0.14, height * 0.2, size * 0.12);
  windowLight(canvas, '#ffe6b8', 0.24);
  return canvas;
}

/** A few dry leaves beside it. */
function scatter(canvas: Canvas, x: number, y: number, spread: number): void {
  const { random } = canvas;
  const leaves = times(46, () => {
    const [turn, far] = [between(random, 0, 6.3), random() ** 0.8 * spread];
    const at: Point = [x + Math.cos(turn) * far * 1.3, y + Math.sin(turn) * far];
    const d = leaf(at[0], at[1], between(random, 16, 34), between(random, 0, 6.3), 0.24);
    const under = leaf(at[0] + 3, at[1] + 4, 26, turn, 0.24);
    return (
      shape(under, '#0d0805', { opacity: 0.25 }) + shape(d, mix('#23291a', '#5d5a31', random()))
    );
  });
  canvas.add(group(leaves));
}

/** Leaves that have opened in the water. */
function steeped(canvas: Canvas, { x, y, r }: Round): string {
  const { random } = canvas;
  return times(26, () => {
    const [turn, far] = [between(random, 0, 6.3), Math.sqrt(random()) * r * 0.74];
    const green = mix('#4b4a1d', '#8d7a35', random());
    const d = leaf(
      x + Math.cos(turn) * far,
      y + Math.sin(turn) * far,
      r * between(random, 0.28, 0.5),
      between(random, 0, 6.3),
      0.3,
    );
    return (
      shape(d, green, { opacity: 0.82 }) +
      stroke(d, mix(green, '#1d1a08', 0.6), 0.9, { opacity: 0.5 })
    );
  }).join('');
}

/** What came out of the kiln, in rows; one place is empty. */
export function kiln(name: string, { width = 1080, height = 810, glaze = '#8aa39a' } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  tabletop(canvas, ASH, 4);
  const [columns, rows] = [6, 4];
  for (let place = 0; place < columns * rows; place++) {
    const [column, row] = [place % columns, Math.floor(place / columns)];
    const at = {
      x: width * (0.1 + column * 0.16) + between(random, -7, 7),
      y: height * (0.14 + row * 0.24) + between(random, -7, 7),
      r: height * 0.092 * between(random, 0.95, 1.05),
    };
    const tone = mix(glaze, '#d8cdb2', random() * 0.5);
    const inside = mix(tone, '#fdf8ea', between(random, 0.25, 0.6));
    if (place === 15)
      canvas.add(
        ellipse(at.x, at.y, at.r * 0.9, at.r * 0.9, 'none', {
          stroke: '#7d6240',
          'stroke-width': 3,
          opacity: 0.35,
        }),
      );
    else canvas.add(cup(canvas, at, { glaze: tone, tea: inside, deep: 0.84 }));
  }
  windowLight(canvas, '#ffeccb', 0.26);
  return canvas;
}
