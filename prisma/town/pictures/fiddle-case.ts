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

/** A cat asleep in a fiddle case, from above. */
export function fiddleCase(name: string, { width = 900, height = 1125 } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  paintFloor(canvas);
  const middle = width * 0.5;
  const half = (share: number): Point[] => [
    [middle, height * 0.06],
    [middle + share * width * 0.13, height * 0.07],
    [middle + share * width * 0.15, height * 0.2],
    [middle + share * width * 0.2, height * 0.36],
    [middle + share * width * 0.31, height * 0.5],
    [middle + share * width * 0.355, height * 0.68],
    [middle + share * width * 0.31, height * 0.86],
    [middle + share * width * 0.16, height * 0.945],
    [middle, height * 0.955],
  ];
  const outline = (by: number) =>
    curve(
      [...half(1), ...half(-1).reverse().slice(1, -1)].map(
        ([x, y]): Point => [
          middle + (x - middle) * by,
          height * 0.52 + (y - height * 0.52) * (1 - (1 - by) * 0.6),
        ],
      ),
      true,
    );
  canvas.add(
    group(canvas.blurred(20, shape(outline(1.03), '#1d110a', { opacity: 0.75 })), {
      transform: 'translate(16 20)',
    }),
  );
  canvas.add(
    shape(
      outline(1),
      canvas.fade(
        [
          [0, '#2b2b30'],
          [1, '#121216'],
        ],
        [0, 0, 1, 1],
      ),
    ),
  );
  const velvet = outline(0.9);
  canvas.add(
    shape(
      velvet,
      canvas.glow([
        [0, '#7d2f46'],
        [0.6, '#5a1d32'],
        [1, '#2f0c1a'],
      ]),
    ),
  );
  const nap = times(500, () => {
    const [x, y] = [random() * width, random() * height];
    return `M${x.toFixed(0)} ${y.toFixed(0)}l${between(random, -5, 5).toFixed(1)} ${between(random, 6, 16).toFixed(1)}`;
  });
  const bow =
    stroke(
      `M${middle + width * 0.075} ${height * 0.12}L${middle + width * 0.1} ${height * 0.42}`,
      '#7a4a22',
      8,
    ) +
    stroke(
      `M${middle + width * 0.06} ${height * 0.12}L${middle + width * 0.083} ${height * 0.42}`,
      '#e9e0cc',
      3,
    );
  canvas.add(
    group([stroke(nap.join(''), '#a8506c', 1.1, { opacity: 0.3 }), bow], {
      'clip-path': canvas.clip(velvet),
    }),
  );
  canvas.add(curled(canvas, middle - 4, height * 0.69, width * 0.255));
  const clasp = (x: number, y: number) =>
    box(
      x,
      y,
      18,
      44,
      canvas.fade([
        [0, '#f0dfae'],
        [0.5, '#b08d3e'],
        [1, '#6a4f18'],
      ]),
      { rx: 4 },
    );
  canvas.add(
    clasp(middle - width * 0.335, height * 0.56),
    clasp(middle + width * 0.315, height * 0.56),
  );
  return canvas;
}

function paintFloor(canvas: Canvas): void {
  const { width, height, random } = canvas;
  canvas.backdrop('#8a6b4c');
  canvas.add(
    ...times(9, (place) =>
      box(
        place * (width / 8) - 30,
        0,
        width / 8,
        height,
        canvas.fade(
          [
            [0, '#6d5239'],
            [0.05, '#9a7a58'],
            [1, '#8a6b4c'],
          ],
          [0, 0, 1, 0],
        ),
      ),
    ),
  );
  canvas.add(
    ...times(160, () =>
      stroke(
        `M${random() * width} ${random() * height}v${between(random, 60, 260)}`,
        '#4a3320',
        between(random, 0.6, 2),
        { opacity: 0.16 },
      ),
    ),
  );
}

/** A ring of fur: back, tail over the paws, and the head laid upon it. */
function curled(canvas: Canvas, x: number, y: number, r: number): string {
  const { random } = canvas;
  const ginger = '#dd8a3c';
  const at = (turn: number, far: number): Point => [
    x + Math.cos(turn) * far * r,
    y + Math.sin(turn) * far * r * 0.93,
  ];
  const outline = curve(
    times(26, (place) =>
      at(
        (place / 26) * 6.283,
        1 + 0.05 * Math.sin(place * 1.1) - (place > 3 && place < 7 ? 0.06 : 0),
      ),
    ),
    true,
  );
  const body = canvas.glow(
    [
      [0, '#b5642a'],
      [0.35, ginger],
      [0.8, mix(ginger, '#ffe2b0', 0.3)],
      [1, mix(ginger, '#6b3410', 0.45)],
    ],
    [0.5, 0.52, 0.52],
  );
  const bands = times(15, (place) => {
    const turn = 2.2 + place * 0.3;
    return stroke(
      curve([at(turn, 0.99), at(turn + 0.07, 0.8), at(turn - 0.02, 0.56)]),
      '#a35418',
      r * between(random, 0.05, 0.085),
      { opacity: 0.42 },
    );
  });
  const fur = times(430, () => {
    const [turn, far] = [random() * 6.283, Math.sqrt(random()) * 0.98];
    const [a, b] = [at(turn, far), at(turn + 0.09, far + between(random, -0.02, 0.04))];
    return `M${a.map((value) => value.toFixed(1)).join(' ')}L${b.map((value) => value.toFixed(1)).join(' ')}`;
  });
  const tail = curve([at(0.55, 0.86), at(1.1, 0.84), at(1.7, 0.74), at(2.3, 0.62), at(2.75, 0.5)]);
  const paw = (turn: number, far: number) =>
    ellipse(...at(turn, far), r * 0.14, r * 0.1, '#fff3e2') +
    ellipse(...at(turn, far + 0.02), r * 0.14, r * 0.1, canvas.puff('#a0734d'), { opacity: 0.35 });
  return [
    ellipse(x + 8, y + 12, r * 1.2, r * 1.12, canvas.puff('#14040a'), { opacity: 0.95 }),
    shape(outline, body),
    group([...bands, stroke(fur.join(''), '#fff0d2', 1.2, { opacity: 0.28 })], {
      'clip-path': canvas.clip(outline),
    }),
    ellipse(x + r * 0.12, y + r * 0.2, r * 0.5, r * 0.42, canvas.puff('#5b2a0c'), { opacity: 0.5 }),
    stroke(tail, '#a35a20', r * 0.3),
    stroke(tail, ginger, r * 0.25),
    stroke(tail, '#ffe0b0', r * 0.09, { opacity: 0.35 }),
    ellipse(...at(2.78, 0.49), r * 0.12, r * 0.12, '#fff3e2'),
    paw(1.35, 0.93),
    paw(1.0, 0.97),
    sleeping(canvas, [x + r * 0.2, y + r * 0.3], r * 0.4, ginger),
  ].join('');
}

/** The head, laid upon the paws; the left ear has a notch. */
function sleeping(canvas: Canvas, [hx, hy]: Point, h: number, ginger: string): string {
  const ear = (side: number, notch: boolean) => {
    const points: Point[] = [
      [hx + side * h * 0.88, hy - h * 0.25],
      [hx + side * h * 0.8, hy - h * 1.12],
      ...(notch
        ? ([
            [hx + side * h * 0.62, hy - h * 0.84],
            [hx + side * h * 0.55, hy - h * 0.98],
          ] as Point[])
        : []),
      [hx + side * h * 0.16, hy - h * 0.74],
    ];
    return (
      shape(`${line(points)}Z`, mix(ginger, '#7a3c12', 0.2), {
        stroke: mix(ginger, '#7a3c12', 0.2),
        'stroke-width': h * 0.08,
        'stroke-linejoin': 'round',
      }) +
      shape(
        `${line([
          [hx + side * h * 0.76, hy - h * 0.4],
          [hx + side * h * 0.72, hy - h * 0.88],
          [hx + side * h * 0.36, hy - h * 0.68],
        ])}Z`,
        '#e7a690',
        { opacity: 0.8 },
      )
    );
  };
  const face = canvas.glow(
    [
      [0, '#fff1dc'],
      [0.42, mix(ginger, '#fff1dc', 0.45)],
      [0.8, ginger],
      [1, mix(ginger, '#6b3410', 0.3)],
    ],
    [0.5, 0.68, 0.62],
  );
  const eye = (side: number) =>
    stroke(
      `M${hx + side * h * 0.58} ${hy - h * 0.02}q${-side * h * 0.17} ${h * 0.17} ${-side * h * 0.34} ${h * 0.02}`,
      '#4a220c',
      h * 0.065,
    );
  const whiskers = [-1, 1].flatMap((side) =>
    [0, 1, 2].map((place) =>
      stroke(
        `M${hx + side * h * 0.3} ${hy + h * (0.36 + place * 0.07)}q${side * h * 0.5} ${h * (place - 1) * 0.08} ${side * h * 0.95} ${h * (place - 1) * 0.26}`,
        '#fffaf0',
        1.5,
        { opacity: 0.8 },
      ),
    ),
  );
  const marks = [-0.26, 0, 0.26].map((by) =>
    stroke(
      `M${hx + by * h} ${hy - h * 0.78}q${by * h * 0.1} ${h * 0.2} ${-by * h * 0.2} ${h * 0.42}`,
      '#a35418',
      h * 0.09,
      { opacity: 0.55 },
    ),
  );
  return [
    ellipse(hx, hy + h * 0.18, h * 1.25, h * 1.05, canvas.puff('#4a220c'), { opacity: 0.55 }),
    ear(-1, true),
    ear(1, false),
    ellipse(hx, hy, h, h * 0.86, face),
    ...marks,
    eye(-1),
    eye(1),
    shape(`M${hx - h * 0.1} ${hy + h * 0.25}h${h * 0.2}l${-h * 0.1} ${h * 0.11}Z`, '#c96f68'),
    stroke(
      `M${hx} ${hy + h * 0.36}q${-h * 0.04} ${h * 0.14} ${-h * 0.18} ${h * 0.12}M${hx} ${hy + h * 0.36}q${h * 0.04} ${h * 0.14} ${h * 0.18} ${h * 0.12}`,
      '#6b3410',
      h * 0.035,
    ),
    ...whiskers,
  ].join('');
}
