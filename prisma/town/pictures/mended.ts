import { between, Canvas, ellipse, group, mix, type Point, stroke, times } from './brush.ts';
import { ASH, shadow, tabletop, windowLight } from './table.ts';

/** A bowl that was broken and is held together by gold. */
export function mended(
  name: string,
  { wood = ASH, glaze = '#5d7a78', width = 900, height = 900 } = {},
): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  tabletop(canvas, wood, 4);
  const at = { x: width * 0.5, y: height * 0.5, r: Math.min(width, height) * 0.36 };
  canvas.add(shadow(canvas, at, 0.9));
  const { x, y, r } = at;
  canvas.add(
    ellipse(
      x,
      y,
      r,
      r,
      canvas.fade(
        [
          [0, mix(glaze, '#ffffff', 0.45)],
          [0.5, glaze],
          [1, mix(glaze, '#101414', 0.5)],
        ],
        [0.15, 0.1, 0.85, 0.95],
      ),
    ),
  );
  canvas.add(
    ellipse(
      x,
      y,
      r * 0.95,
      r * 0.95,
      canvas.glow(
        [
          [0, mix(glaze, '#e9efe6', 0.35)],
          [0.4, mix(glaze, '#cfd9cf', 0.12)],
          [0.75, mix(glaze, '#142020', 0.3)],
          [1, mix(glaze, '#101a1a', 0.55)],
        ],
        [0.58, 0.62, 0.62],
      ),
    ),
  );
  const specks = times(260, () => {
    const [turn, far] = [random() * 6.283, Math.sqrt(random()) * r * 0.92];
    return ellipse(
      x + Math.cos(turn) * far,
      y + Math.sin(turn) * far,
      between(random, 0.7, 2.6),
      between(random, 0.7, 2.2),
      random() < 0.7 ? '#2c3330' : '#c9d4c8',
      { opacity: 0.35 },
    );
  });
  canvas.add(group(specks));
  const meeting: Point = [x + r * 0.14, y - r * 0.1];
  const cracks = [0.5, 1.75, 3.3, 4.6, 5.5].map((turn) => {
    const points = times(7, (place): Point => {
      const share = place / 6;
      const off = place > 0 && place < 6 ? between(random, -0.07, 0.07) * r : 0;
      return [
        meeting[0] + (x + Math.cos(turn) * r * 0.985 - meeting[0]) * share - Math.sin(turn) * off,
        meeting[1] + (y + Math.sin(turn) * r * 0.985 - meeting[1]) * share + Math.cos(turn) * off,
      ];
    });
    const d = points.map(([a, b], place) => `${place ? 'L' : 'M'}${a} ${b}`).join('');
    return (
      stroke(d, '#5a3d0c', r * 0.032, { opacity: 0.6 }) +
      stroke(d, '#d9a53a', r * 0.024) +
      stroke(d, '#ffe9a8', r * 0.008, { opacity: 0.9 })
    );
  });
  canvas.add(group(cracks));
  canvas.add(
    ellipse(x - r * 0.5, y - r * 0.56, r * 0.3, r * 0.12, canvas.puff('#ffffff'), {
      opacity: 0.75,
      transform: `rotate(-42 ${x - r * 0.5} ${y - r * 0.56})`,
    }),
  );
  windowLight(canvas, '#fff1d0', 0.3);
  return canvas;
}
