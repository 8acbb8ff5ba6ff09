import {
  between,
  box,
  type Canvas,
  curve,
  ellipse,
  group,
  mix,
  type Point,
  shape,
  stroke,
  times,
  wandering,
} from './brush.ts';

interface Wood {
  light: string;
  dark: string;
}

export const WALNUT: Wood = { light: '#8a6447', dark: '#3b2517' };

export const ASH: Wood = { light: '#d9c3a0', dark: '#a3835c' };

export const SLATE: Wood = { light: '#5c6462', dark: '#2a302f' };

/** A table seen from above: boards, and the grain that runs along them. */
export function tabletop(canvas: Canvas, { light, dark }: Wood, boards = 5): void {
  const { width, height, random } = canvas;
  canvas.backdrop(mix(light, dark, 0.4));
  const high = height / boards;
  for (let board = 0; board < boards; board++) {
    const y = board * high;
    const tone = mix(light, dark, between(random, 0.2, 0.55));
    canvas.add(
      box(
        0,
        y,
        width,
        high,
        canvas.fade([
          [0, mix(tone, light, 0.25)],
          [0.9, tone],
          [1, mix(tone, dark, 0.6)],
        ]),
      ),
    );
    const wander = wandering(random, 3);
    const lines = times(38, (place) => {
      const from = y + ((place + random()) / 38) * high;
      const points = times(
        9,
        (at): Point => [
          (at / 8) * (width + 40) - 20,
          from + wander(at * 0.35 + place * 0.03) * high * 0.16,
        ],
      );
      const colour = random() < 0.62 ? dark : light;
      return stroke(curve(points), colour, between(random, 0.6, 2.6), {
        opacity: between(random, 0.06, 0.3),
      });
    });
    canvas.add(group(lines, { 'clip-path': canvas.clip(`M0 ${y}H${width}V${y + high}H0Z`) }));
    canvas.add(box(0, y + high - 2, width, 2.4, mix(dark, '#000000', 0.45), { opacity: 0.8 }));
  }
}

/** Light that falls through a window with bars, with the shadows of leaves in it. */
export function windowLight(canvas: Canvas, colour: string, strength: number): void {
  const { width, height, random } = canvas;
  const panes = times(3, (place) => {
    const x = width * (-0.12 + place * 0.36);
    const slant = height * 0.55;
    return `M${x + slant} ${-20}h${width * 0.3}l${-slant * 1.1} ${height + 40}h${-width * 0.3}Z`;
  });
  const leaves = times(30, () =>
    leaf(
      between(random, 0, width),
      between(random, 0, height),
      between(random, 40, 95),
      between(random, 0, 6.3),
    ),
  );
  canvas.add(canvas.blurred(14, shape(panes.join(''), colour, { opacity: strength })));
  canvas.add(canvas.blurred(7, shape(leaves.join(''), '#20170f', { opacity: 0.2 })));
}

/** A narrow leaf, as of bamboo or tea. */
export function leaf(x: number, y: number, long: number, turn: number, wide = 0.17): string {
  const at = (along: number, across: number): Point => [
    x + Math.cos(turn) * along * long - Math.sin(turn) * across * long,
    y + Math.sin(turn) * along * long + Math.cos(turn) * across * long,
  ];
  return curve(
    [
      at(-0.5, 0),
      at(-0.15, wide * 0.6),
      at(0.2, wide * 0.5),
      at(0.5, 0),
      at(0.2, -wide * 0.5),
      at(-0.15, -wide * 0.6),
    ],
    true,
  );
}

export interface Round {
  x: number;
  y: number;
  r: number;
}

export const shadow = (canvas: Canvas, { x, y, r }: Round, strength = 0.7) =>
  ellipse(x + r * 0.2, y + r * 0.24, r * 1.32, r * 1.28, canvas.puff('#0d0805'), {
    opacity: strength,
  }) +
  ellipse(x + r * 0.06, y + r * 0.08, r * 1.06, r * 1.06, canvas.puff('#0d0805'), {
    opacity: strength,
  });

/** Something turned on a wheel, seen from above: rim, wall, and what is in it. */
export function cup(
  canvas: Canvas,
  at: Round,
  { glaze, tea, deep = 0.8 }: { glaze: string; tea: string; deep?: number },
): string {
  const { x, y, r } = at;
  const { random } = canvas;
  const rim = canvas.fade(
    [
      [0, mix(glaze, '#ffffff', 0.55)],
      [0.5, glaze],
      [1, mix(glaze, '#2a241d', 0.4)],
    ],
    [0.15, 0.1, 0.85, 0.95],
  );
  const wall = canvas.fade(
    [
      [0, mix(glaze, '#20180f', 0.5)],
      [0.55, mix(glaze, '#20180f', 0.12)],
      [1, mix(glaze, '#ffffff', 0.35)],
    ],
    [0.2, 0.05, 0.8, 0.95],
  );
  const liquor = canvas.glow(
    [
      [0, mix(tea, '#ffe9b0', 0.45)],
      [0.55, tea],
      [1, mix(tea, '#1c0d04', 0.45)],
    ],
    [0.6, 0.66, 0.62],
  );
  const shine = canvas.puff('#ffffff');
  const inner = r * deep;
  const glints = times(3, () =>
    ellipse(
      x - inner * between(random, 0.25, 0.5),
      y - inner * between(random, 0.2, 0.5),
      inner * 0.28,
      inner * 0.12,
      shine,
      {
        opacity: 0.35,
        transform: `rotate(-38 ${x - inner * 0.4} ${y - inner * 0.4})`,
      },
    ),
  );
  return [
    shadow(canvas, at),
    ellipse(x, y, r, r, rim),
    ellipse(x, y, r * 0.93, r * 0.93, wall),
    ellipse(x + r * 0.01, y + r * 0.02, inner, inner, liquor),
    ellipse(x, y, inner, inner, 'none', {
      stroke: mix(tea, '#ffffff', 0.55),
      'stroke-width': r * 0.014,
      opacity: 0.5,
    }),
    ellipse(x - inner * 0.32, y - inner * 0.36, inner * 0.36, inner * 0.2, shine, {
      opacity: 0.75,
      transform: `rotate(-42 ${x - inner * 0.32} ${y - inner * 0.36})`,
    }),
    ...glints,
  ].join('');
}

export function saucer(canvas: Canvas, at: Round, glaze: string): string {
  const { x, y, r } = at;
  const fill = canvas.glow(
    [
      [0, mix(glaze, '#3a3128', 0.2)],
      [0.62, mix(glaze, '#3a3128', 0.08)],
      [0.7, mix(glaze, '#3a3128', 0.3)],
      [0.74, mix(glaze, '#ffffff', 0.4)],
      [0.95, glaze],
      [1, mix(glaze, '#241d16', 0.45)],
    ],
    [0.5, 0.5, 0.5],
  );
  const light = canvas.fade(
    [
      [0, '#ffffff', 0.4],
      [0.45, '#ffffff', 0],
      [0.6, '#17100a', 0],
      [1, '#17100a', 0.4],
    ],
    [0.15, 0.1, 0.85, 0.9],
  );
  return shadow(canvas, at, 0.8) + ellipse(x, y, r, r, fill) + ellipse(x, y, r, r, light);
}
