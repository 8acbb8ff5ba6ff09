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

/** Roofs of the old quarter under the moon. */
export function roofs(name: string, { width = 1200, height = 900 } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  canvas.backdrop(
    canvas.fade([
      [0, '#0e1830'],
      [0.5, '#2b4164'],
      [0.8, '#6b7896'],
      [1, '#8a86a0'],
    ]),
  );
  const stars = times(90, () =>
    ellipse(
      random() * width,
      random() ** 1.6 * height * 0.55,
      between(random, 0.5, 1.5),
      between(random, 0.5, 1.5),
      '#ffffff',
      { opacity: between(random, 0.2, 0.8) },
    ),
  );
  const [x, y, r] = [width * 0.7, height * 0.24, height * 0.075];
  canvas.add(group(stars), ellipse(x, y, r * 6, r * 6, canvas.puff('#dfe6f2'), { opacity: 0.42 }));
  canvas.add(
    ellipse(
      x,
      y,
      r,
      r,
      canvas.glow([
        [0, '#fffdf3'],
        [0.8, '#f4efdd'],
        [1, '#dcd8cb'],
      ]),
    ),
  );
  for (const [dx, dy, size] of [
    [-0.3, -0.2, 0.26],
    [0.25, 0.1, 0.2],
    [-0.1, 0.4, 0.16],
    [0.35, -0.4, 0.1],
  ] as const)
    canvas.add(
      ellipse(x + dx * r, y + dy * r, size * r, size * r * 0.9, canvas.puff('#b9b6ad'), {
        opacity: 0.55,
      }),
    );
  const rows = [
    { foot: 0.6, span: 0.3, tone: '#3e4b69' },
    { foot: 0.73, span: 0.42, tone: '#26314b' },
    { foot: 0.92, span: 0.6, tone: '#121a2c' },
  ];
  for (const { foot, span, tone } of rows) {
    let left = -span * between(random, 0.3, 0.7);
    while (left < 1.05) {
      canvas.add(roof(canvas, { x: left * width, y: foot * height, wide: span * width, tone }));
      left += span * between(random, 0.72, 0.98);
    }
    canvas.add(
      ellipse(width / 2, foot * height + 30, width * 0.8, height * 0.07, canvas.puff('#8b93ad'), {
        opacity: 0.2,
      }),
    );
  }
  return canvas;
}

function roof(
  canvas: Canvas,
  { x, y, wide, tone }: { x: number; y: number; wide: number; tone: string },
): string {
  const { random, height } = canvas;
  const tall = wide * between(random, 0.24, 0.32);
  const ridge = y - tall;
  const edge = (side: number): Point[] => [
    [x + wide * (0.5 + side * 0.32), ridge],
    [x + wide * (0.5 + side * 0.38), ridge + tall * 0.45],
    [x + wide * (0.5 + side * 0.56), y - tall * 0.1],
    [x + wide * (0.5 + side * 0.61), y - tall * 0.2],
  ];
  const [left, right] = [edge(-1), edge(1)];
  const outline = `${curve(left)}L${x + wide * 0.5} ${y + tall * 0.02}L${right[3]?.join(' ')}${curve([...right].reverse()).replace('M', 'L')}Z`;
  const tiles = times(30, (place) => {
    const share = place / 29;
    const top = x + wide * (0.18 + share * 0.64);
    const foot = x + wide * (-0.06 + share * 1.12);
    return stroke(
      `M${top} ${ridge}Q${(top + foot) / 2 + (top - foot) * 0.2} ${ridge + tall * 0.55} ${foot} ${y - tall * 0.06}`,
      mix(tone, '#c9d6f0', 0.3),
      wide * 0.006,
      { opacity: 0.42 },
    );
  });
  const crest = stroke(
    `M${x + wide * 0.15} ${ridge - tall * 0.05}Q${x + wide * 0.5} ${ridge + tall * 0.05} ${x + wide * 0.85} ${ridge - tall * 0.05}`,
    mix(tone, '#dbe4f5', 0.28),
    wide * 0.018,
  );
  const wall = box(
    x + wide * 0.06,
    y - tall * 0.08,
    wide * 0.88,
    height * 0.5,
    mix(tone, '#05070d', 0.35),
  );
  const windows = times(3, (place) => {
    if (random() < 0.55) return '';
    const [wx, wy, w, h] = [
      x + wide * (0.2 + place * 0.22),
      y + tall * 0.22,
      wide * 0.09,
      wide * 0.1,
    ];
    const bars = stroke(
      `M${wx + w / 2} ${wy}v${h}M${wx} ${wy + h / 2}h${w}`,
      '#2a1a0c',
      wide * 0.006,
    );
    return (
      ellipse(wx + w / 2, wy + h / 2, w * 2, h * 2, canvas.puff('#ffb45e'), { opacity: 0.4 }) +
      box(wx, wy, w, h, '#ffcf87') +
      bars
    );
  });
  return (
    wall +
    windows.join('') +
    shape(
      outline,
      canvas.fade([
        [0, mix(tone, '#aebbd6', 0.2)],
        [1, tone],
      ]),
    ) +
    group(tiles, { 'clip-path': canvas.clip(outline) }) +
    crest
  );
}
