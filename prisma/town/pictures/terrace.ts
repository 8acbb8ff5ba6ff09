import { between, box, type Canvas, curve, ellipse, line, shape, stroke, times } from './brush.ts';
import { HOURS, ridges } from './hills.ts';

/** The terrace behind the teahouse, with the hills in mist. */
export function terrace(
  name: string,
  { width = 1200, height = 900, hour = HOURS.rain as (typeof HOURS)[keyof typeof HOURS] } = {},
): Canvas {
  const canvas = ridges(name, hour, { width, height, sunAt: [0.3, 0.28], count: 6 });
  canvas.add(
    box(
      0,
      0,
      width,
      height,
      canvas.fade([
        [0, hour.horizon, 0.1],
        [0.75, hour.horizon, 0.55],
        [1, hour.horizon, 0.15],
      ]),
    ),
  );
  const dark = '#2a1d15';
  const wood = canvas.fade([
    [0, '#5b4330'],
    [0.5, '#3a2a1e'],
    [1, dark],
  ]);
  const floor = height * 0.86;
  canvas.add(
    box(
      0,
      floor,
      width,
      height - floor,
      canvas.fade([
        [0, '#8b7a66'],
        [0.15, '#5b4838'],
        [1, '#241811'],
      ]),
    ),
  );
  canvas.add(
    ...times(13, (place) =>
      stroke(
        `M${width * (place / 12)} ${floor}L${width * (place / 12 - 0.5) * 2.1 + width * 0.5} ${height}`,
        '#150d08',
        2,
        { opacity: 0.6 },
      ),
    ),
  );
  const rail = height * 0.7;
  canvas.add(...times(23, (place) => box((place / 22) * width - 5, rail, 9, floor - rail, wood)));
  canvas.add(
    box(0, rail - 14, width, 20, wood),
    box(0, rail - 14, width, 4, '#a38b6d', { opacity: 0.6 }),
    box(0, floor - 30, width, 12, wood),
  );
  for (const [x, wide] of [
    [0.035, 44],
    [0.965, 44],
  ] as const)
    canvas.add(
      box(
        x * width - wide / 2,
        0,
        wide,
        height,
        canvas.fade(
          [
            [0, '#1a110b'],
            [0.4, '#4a3525'],
            [1, '#140c07'],
          ],
          [0, 0, 1, 0],
        ),
      ),
    );
  canvas.add(
    shape(
      `M-5 -5H${width + 5}V${height * 0.1}Q${width * 0.5} ${height * 0.135} -5 ${height * 0.1}Z`,
      canvas.fade([
        [0, '#120b07'],
        [1, '#38281c'],
      ]),
    ),
  );
  canvas.add(
    lamp(canvas, width * 0.2, height * 0.26, height * 0.062),
    lamp(canvas, width * 0.82, height * 0.23, height * 0.052),
  );
  canvas.add(teaTable(canvas, width * 0.56, floor + height * 0.03, width * 0.3));
  return canvas;
}

function lamp(canvas: Canvas, x: number, y: number, r: number): string {
  const body = canvas.glow(
    [
      [0, '#fff6d8'],
      [0.5, '#f3c987'],
      [1, '#b9783c'],
    ],
    [0.5, 0.55, 0.6],
  );
  const ribs = [-0.7, -0.35, 0, 0.35, 0.7].map((by) =>
    stroke(`M${x} ${y - r * 1.2}Q${x + r * 2 * by} ${y} ${x} ${y + r * 1.2}`, '#7a4a20', 1.2, {
      opacity: 0.5,
    }),
  );
  return (
    stroke(`M${x} 60V${y - r}`, '#1a110b', 2.5) +
    ellipse(x, y, r * 4, r * 4, canvas.puff('#ffd08a'), { opacity: 0.4 }) +
    ellipse(x, y, r, r * 1.2, body) +
    ribs.join('') +
    box(x - r * 0.4, y - r * 1.28, r * 0.8, r * 0.2, '#1f130b') +
    box(x - r * 0.4, y + r * 1.1, r * 0.8, r * 0.2, '#1f130b')
  );
}

/** A low table with a pot and two cups that steam. */
function teaTable(canvas: Canvas, x: number, foot: number, wide: number): string {
  const { random } = canvas;
  const top = foot - wide * 0.36;
  const wood = canvas.fade([
    [0, '#a27a52'],
    [0.15, '#6e4c30'],
    [1, '#2b1a10'],
  ]);
  const leg = (dx: number) =>
    shape(
      line([
        [x + dx * wide, top + 10],
        [x + dx * wide * 1.06, foot + 30],
        [x + dx * wide * 0.98, foot + 30],
        [x + dx * wide * 0.93, top + 10],
      ]),
      '#2b1a10',
    );
  const clay = canvas.fade(
    [
      [0, '#b97a54'],
      [0.4, '#83462b'],
      [1, '#3c1c10'],
    ],
    [0.1, 0, 0.9, 1],
  );
  const [px, py, r] = [x - wide * 0.1, top - wide * 0.12, wide * 0.16];
  const spout = curve([
    [px + r * 0.8, py + r * 0.25],
    [px + r * 1.3, py - r * 0.05],
    [px + r * 1.62, py - r * 0.6],
  ]);
  const handle = curve([
    [px - r * 0.78, py - r * 0.45],
    [px - r * 1.45, py - r * 0.5],
    [px - r * 1.4, py + r * 0.25],
    [px - r * 0.85, py + r * 0.35],
  ]);
  const pot =
    stroke(handle, '#5b2f1c', r * 0.17) +
    stroke(spout, '#7a412a', r * 0.26) +
    ellipse(px, py, r, r * 0.8, clay) +
    ellipse(px, py - r * 0.68, r * 0.5, r * 0.15, '#5b2f1c') +
    shape(
      `M${px - r * 0.46} ${py - r * 0.7}Q${px} ${py - r * 1.1} ${px + r * 0.46} ${py - r * 0.7}Z`,
      clay,
    ) +
    ellipse(px, py - r * 0.98, r * 0.12, r * 0.1, '#6b3822') +
    ellipse(px - r * 0.35, py - r * 0.3, r * 0.22, r * 0.32, canvas.puff('#ffe5c8'), {
      opacity: 0.5,
    });
  const cups = [0.42, 0.62, -0.6].map((dx) => {
    const [cx, cy, c] = [x + dx * wide, top - wide * 0.045, wide * 0.055];
    const glaze = canvas.fade(
      [
        [0, '#d8e2da'],
        [0.5, '#9fb6aa'],
        [1, '#556a61'],
      ],
      [0, 0, 1, 0],
    );
    return (
      shape(
        `M${cx - c} ${cy - c}Q${cx - c * 0.9} ${cy + c * 0.9} ${cx} ${cy + c}T${cx + c} ${cy - c}Z`,
        glaze,
      ) +
      ellipse(cx, cy - c, c, c * 0.26, '#b7752b') +
      ellipse(cx, cy - c, c, c * 0.26, 'none', { stroke: '#eef3ee', 'stroke-width': 1.6 })
    );
  });
  const steam = [0.42, 0.62, -0.6, 0.15].flatMap((dx) =>
    times(7, (place) =>
      ellipse(
        x + dx * wide + Math.sin(place * 1.1 + dx * 9) * wide * 0.03,
        top - wide * 0.12 - place * wide * 0.055,
        wide * (0.02 + place * 0.008),
        wide * 0.05,
        canvas.puff('#ffffff'),
        { opacity: between(random, 0.12, 0.26) },
      ),
    ),
  );
  return (
    leg(-0.9) +
    leg(0.9) +
    ellipse(x, top + 4, wide, wide * 0.07, '#c79d6e') +
    shape(
      `M${x - wide} ${top + 4}Q${x} ${top + wide * 0.16} ${x + wide} ${top + 4}L${x + wide * 0.98} ${top + wide * 0.07}Q${x} ${top + wide * 0.2} ${x - wide * 0.98} ${top + wide * 0.07}Z`,
      wood,
    ) +
    ellipse(px, top - wide * 0.01, r * 1.3, r * 0.22, canvas.puff('#150b05'), { opacity: 0.8 }) +
    pot +
    cups.join('') +
    steam.join('')
  );
}
