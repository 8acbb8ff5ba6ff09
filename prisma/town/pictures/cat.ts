import {
  between,
  box,
  Canvas,
  curve,
  ellipse,
  group,
  line,
  mix,
  type Point,
  shape,
  stroke,
  times,
} from './brush.ts';
import { leaf } from './table.ts';

/** A cat that looks out of a window into the rain. */
export function cat(
  name: string,
  { width = 900, height = 1125, coat = '#d58a45', sky = '#9fb3b5' } = {},
): Canvas {
  const canvas = new Canvas(width, height, name);
  paintPane(canvas, sky);
  const frame = '#3a2a20';
  canvas.add(
    box(
      width * 0.66,
      0,
      width * 0.032,
      height * 0.84,
      canvas.fade(
        [
          [0, '#241811'],
          [0.4, frame],
          [1, '#1b110b'],
        ],
        [0, 0, 1, 0],
      ),
    ),
  );
  canvas.add(
    box(
      0,
      height * 0.4,
      width,
      height * 0.02,
      canvas.fade([
        [0, mix(frame, '#d9c7a6', 0.25)],
        [1, '#20150e'],
      ]),
    ),
  );
  const sill = height * 0.83;
  canvas.add(
    box(
      0,
      sill,
      width,
      height - sill,
      canvas.fade([
        [0, '#b99a74'],
        [0.08, '#8c6a49'],
        [1, '#3f2a1a'],
      ]),
    ),
  );
  canvas.add(
    ellipse(width * 0.42, sill + 44, width * 0.36, 60, canvas.puff('#1d120a'), { opacity: 0.8 }),
  );
  canvas.add(
    pot(canvas, width * 0.84, sill + 34, width * 0.13),
    sitting(canvas, width * 0.37, sill + 46, height * 0.5, coat),
  );
  return canvas;
}

/** From behind: a pear with two ears, one of which has a notch. */
function sitting(canvas: Canvas, x: number, foot: number, tall: number, coat: string): string {
  const at = (dx: number, dy: number): Point => [x + dx * tall, foot - dy * tall];
  const spline = (points: Point[], closed = true) =>
    curve(
      points.map(([dx, dy]) => at(dx, dy)),
      closed,
    );
  const body = spline([
    [-0.26, 0.02],
    [-0.325, 0.14],
    [-0.27, 0.36],
    [-0.17, 0.54],
    [-0.1, 0.66],
    [0.1, 0.66],
    [0.175, 0.54],
    [0.27, 0.36],
    [0.32, 0.14],
    [0.25, 0.02],
    [0, -0.01],
  ]);
  const head = spline([
    [-0.2, 0.73],
    [-0.17, 0.83],
    [-0.08, 0.885],
    [0, 0.89],
    [0.09, 0.88],
    [0.175, 0.82],
    [0.2, 0.72],
    [0.14, 0.62],
    [0, 0.585],
    [-0.14, 0.62],
  ]);
  const ears = `${line([at(-0.19, 0.76), at(-0.195, 0.9), at(-0.172, 0.94), at(-0.178, 0.985), at(-0.04, 0.87)])}Z${line([at(0.19, 0.76), at(0.185, 0.99), at(0.05, 0.87)])}Z`;
  const tail = spline(
    [
      [0.2, 0.04],
      [0.36, 0.0],
      [0.5, 0.05],
      [0.53, 0.17],
      [0.47, 0.24],
    ],
    false,
  );
  const fill = canvas.fade(
    [
      [0, mix(coat, '#fff2dc', 0.35)],
      [0.4, coat],
      [1, mix(coat, '#1a0d05', 0.55)],
    ],
    [0.8, 0, 0.15, 1],
  );
  const { stripes, crown } = tabby(canvas, spline, tall, coat);
  const rim = (d: string) =>
    group(canvas.blurred(2.5, stroke(d, '#fff6e2', tall * 0.014, { opacity: 0.4 })), {
      'clip-path': canvas.clip(d),
    });
  const collar = stroke(
    spline(
      [
        [-0.135, 0.615],
        [0, 0.575],
        [0.135, 0.615],
      ],
      false,
    ),
    '#3f7d5c',
    tall * 0.024,
  );
  const bell = ellipse(...at(0.115, 0.585), tall * 0.02, tall * 0.022, '#d8b04c');
  const nape = canvas.blurred(
    7,
    ellipse(...at(0, 0.57), tall * 0.15, tall * 0.05, mix(coat, '#1a0d05', 0.6), { opacity: 0.7 }),
  );
  return (
    stroke(tail, mix(coat, '#1a0d05', 0.35), tall * 0.078) +
    stroke(tail, mix(coat, '#fff2dc', 0.1), tall * 0.045, { opacity: 0.6 }) +
    shape(body, fill) +
    stripes.join('') +
    rim(body) +
    nape +
    shape(ears, mix(coat, '#1a0d05', 0.15)) +
    shape(head, fill) +
    crown.join('') +
    rim(head) +
    collar +
    bell
  );
}

/** What a ginger cat has on its back and on its head. */
function tabby(
  { random }: Canvas,
  spline: (points: Point[], closed?: boolean) => string,
  tall: number,
  coat: string,
): { stripes: string[]; crown: string[] } {
  const stripes = times(7, (place) => {
    const y = 0.56 - place * 0.068;
    const half = 0.1 + place * 0.02;
    return stroke(
      spline(
        [
          [-half * between(random, 0.6, 1.3), y - 0.025],
          [between(random, -0.03, 0.03), y + 0.012],
          [half * between(random, 0.6, 1.3), y - 0.025],
        ],
        false,
      ),
      mix(coat, '#3a1c08', 0.5),
      tall * between(random, 0.012, 0.02),
      { opacity: 0.5 },
    );
  });
  const crown = [-0.05, 0, 0.05].map((dx) =>
    stroke(
      spline(
        [
          [dx, 0.86],
          [dx * 1.2, 0.76],
        ],
        false,
      ),
      mix(coat, '#3a1c08', 0.5),
      tall * 0.013,
      { opacity: 0.5 },
    ),
  );
  return { stripes, crown };
}

/** What lies behind the glass, out of focus, and the rain upon it. */
function paintPane(canvas: Canvas, sky: string): void {
  const { width, height, random } = canvas;
  canvas.backdrop(
    canvas.fade([
      [0, mix(sky, '#ffffff', 0.45)],
      [0.7, sky],
      [1, mix(sky, '#31443f', 0.5)],
    ]),
  );
  const lights = times(26, () => {
    const r = between(random, 14, 52);
    const colour = ['#ffe3ac', '#dff0e2', '#8fae96', '#f4b98a'][Math.floor(random() * 4)] ?? sky;
    return ellipse(random() * width, between(random, 0.25, 0.8) * height, r, r, colour, {
      opacity: between(random, 0.1, 0.34),
    });
  });
  canvas.add(canvas.blurred(5, lights));
  const foliage = times(70, () =>
    shape(
      leaf(
        between(random, 0.45, 1.1) * width,
        between(random, 0.4, 0.95) * height,
        between(random, 50, 130),
        between(random, 0, 6),
        0.5,
      ),
      mix('#41604c', '#8ea98b', random()),
      { opacity: 0.5 },
    ),
  );
  canvas.add(canvas.blurred(11, foliage));
  const drops = times(210, () => {
    const [x, y, r] = [random() * width, random() * height * 0.84, 1.2 + random() ** 3 * 7];
    return (
      ellipse(x, y, r, r * 1.18, mix(sky, '#2c3a3a', 0.4), { opacity: 0.35 }) +
      ellipse(x - r * 0.2, y - r * 0.3, r * 0.55, r * 0.5, '#ffffff', { opacity: 0.7 })
    );
  });
  const runs = times(9, () =>
    stroke(
      `M${random() * width} ${random() * height * 0.4}q${between(random, -6, 6)} ${between(random, 60, 130)} ${between(random, -4, 4)} ${between(random, 150, 320)}`,
      '#ffffff',
      2.6,
      { opacity: 0.3 },
    ),
  );
  canvas.add(group(runs), group(drops));
}

function pot(canvas: Canvas, x: number, foot: number, wide: number): string {
  const { random } = canvas;
  const clay = canvas.fade(
    [
      [0, '#6d3a24'],
      [0.4, '#b96a45'],
      [1, '#5a2d1b'],
    ],
    [0, 0, 1, 0],
  );
  const body = `M${x - wide * 0.5} ${foot - wide}L${x - wide * 0.36} ${foot}H${x + wide * 0.36}L${x + wide * 0.5} ${foot - wide}Z`;
  const leaves = times(30, () => {
    const turn = -1.57 + between(random, -1.3, 1.3);
    const long = wide * between(random, 0.9, 1.9);
    const [cx, cy] = [x + (Math.cos(turn) * long) / 2, foot - wide + (Math.sin(turn) * long) / 2];
    return shape(leaf(cx, cy, long, turn, 0.11), mix('#20382a', '#6f9464', random()), {
      opacity: 0.95,
    });
  });
  return (
    ellipse(x, foot, wide * 0.6, wide * 0.12, canvas.puff('#150c06'), { opacity: 0.8 }) +
    leaves.join('') +
    shape(body, clay) +
    box(x - wide * 0.55, foot - wide * 1.05, wide * 1.1, wide * 0.2, clay, { rx: 4 })
  );
}
