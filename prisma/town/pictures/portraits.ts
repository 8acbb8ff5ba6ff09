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
import { cup } from './table.ts';

const EDGE = 480;

const square = (name: string, light: string, dark: string) => {
  const canvas = new Canvas(EDGE, EDGE, name);
  return canvas.backdrop(
    canvas.glow(
      [
        [0, light],
        [1, dark],
      ],
      [0.36, 0.3, 0.85],
    ),
  );
};

/** One cup, on the green of the house. */
export function oneCup(name: string): Canvas {
  const canvas = square(name, '#5d8a70', '#24483a');
  return canvas.add(
    cup(canvas, { x: 240, y: 244, r: 146 }, { glaze: '#f2f1e8', tea: '#c98a2b', deep: 0.82 }),
  );
}

/** A glass of hot water with nothing. */
export function hotWater(name: string): Canvas {
  const canvas = square(name, '#dbe3e4', '#8ba3a8');
  const { random } = canvas;
  const glass = 'M150 130L170 400Q240 418 310 400L330 130Z';
  const water = 'M157 200L170 396Q240 412 310 396L323 200Z';
  const bubbles = times(24, () =>
    ellipse(
      between(random, 180, 300),
      between(random, 215, 385),
      between(random, 1.5, 5),
      between(random, 1.5, 5),
      '#ffffff',
      { opacity: between(random, 0.3, 0.8) },
    ),
  );
  const steam = times(14, (place) =>
    ellipse(
      240 + Math.sin(place * 0.8) * 34,
      150 - place * 12,
      26 + place * 3,
      34,
      canvas.puff('#ffffff'),
      { opacity: 0.3 },
    ),
  );
  return canvas.add(
    ellipse(256, 408, 130, 26, canvas.puff('#2d4247'), { opacity: 0.75 }),
    shape(glass, '#ffffff', { opacity: 0.25 }),
    shape(
      water,
      canvas.fade(
        [
          [0, '#f3fafb', 0.75],
          [0.6, '#b7d3d8', 0.8],
          [1, '#e9f4f5', 0.9],
        ],
        [0, 0, 1, 1],
      ),
    ),
    ...bubbles,
    ellipse(240, 200, 83, 15, '#ffffff', { opacity: 0.75 }),
    ellipse(240, 130, 90, 17, 'none', { stroke: '#ffffff', 'stroke-width': 4, opacity: 0.9 }),
    stroke('M172 165L186 372', '#ffffff', 8, { opacity: 0.75 }),
    stroke(glass, '#ffffff', 3, { opacity: 0.6 }),
    ...steam,
  );
}

/** An old radio, of those that still sing opera. */
export function radio(name: string): Canvas {
  const canvas = square(name, '#cdb48c', '#7d6244');
  const wood = canvas.fade([
    [0, '#a8683a'],
    [0.5, '#7c4624'],
    [1, '#4a2713'],
  ]);
  const cloth = times(34, (place) =>
    stroke(`M${82 + place * 5.2} 178v148`, place % 2 ? '#c9ab74' : '#8d6f45', 3, { opacity: 0.7 }),
  );
  const marks = times(17, (place) => {
    const turn = Math.PI * (0.85 + (place / 16) * 1.3);
    const point = (far: number) => `${345 + Math.cos(turn) * far} ${236 + Math.sin(turn) * far}`;
    return stroke(`M${point(40)}L${point(place % 4 ? 47 : 51)}`, '#5a3a17', 2);
  });
  const knob = (x: number, y: number, r: number) =>
    ellipse(x + 3, y + 5, r * 1.15, r * 1.15, canvas.puff('#1d0f06')) +
    ellipse(
      x,
      y,
      r,
      r,
      canvas.glow(
        [
          [0, '#f4e6c4'],
          [0.7, '#c5a566'],
          [1, '#6e5324'],
        ],
        [0.38, 0.32, 0.7],
      ),
    );
  return canvas.add(
    ellipse(246, 372, 220, 30, canvas.puff('#22130a'), { opacity: 0.9 }),
    stroke('M330 140L410 52', '#d9d5c8', 5),
    box(52, 138, 376, 226, wood, { rx: 26 }),
    box(
      52,
      138,
      376,
      226,
      canvas.fade([
        [0, '#ffffff', 0.25],
        [0.2, '#ffffff', 0],
      ]),
      { rx: 26 },
    ),
    box(76, 166, 190, 170, '#6b4d2c', { rx: 12 }),
    group(cloth),
    ellipse(345, 236, 62, 62, '#2b190d'),
    ellipse(
      345,
      236,
      58,
      58,
      canvas.glow([
        [0, '#fff3cd'],
        [0.7, '#f1d493'],
        [1, '#b98f4a'],
      ]),
    ),
    ...marks,
    stroke('M345 236L318 200', '#c4321f', 4),
    knob(345, 236, 11),
    knob(308, 330, 15),
    knob(382, 330, 15),
  );
}

/** The front of a lens, with a window in it. */
export function lens(name: string): Canvas {
  const canvas = square(name, '#4a4440', '#1b1918');
  const rings = times(11, (place) => {
    const r = 206 - place * 13;
    return ellipse(
      240,
      240,
      r,
      r,
      canvas.fade(
        [
          [0, place % 2 ? '#6d6863' : '#35312e'],
          [0.5, '#151413'],
          [1, place % 2 ? '#3c3835' : '#0c0b0b'],
        ],
        [0.15, 0.05, 0.85, 0.95],
      ),
    );
  });
  const glass = canvas.glow(
    [
      [0, '#0a0d18'],
      [0.4, '#1c2b4e'],
      [0.72, '#3f2c55'],
      [1, '#0a0a10'],
    ],
    [0.55, 0.6, 0.6],
  );
  return canvas.add(
    ...rings,
    ellipse(240, 240, 92, 92, glass),
    ellipse(240, 240, 203, 203, 'none', { stroke: '#d4432f', 'stroke-width': 3.5, opacity: 0.85 }),
    group(
      `${box(186, 178, 26, 32, '#dfeaf5')}${box(216, 174, 28, 34, '#dfeaf5')}${box(188, 214, 26, 28, '#dfeaf5')}${box(218, 212, 28, 30, '#dfeaf5')}`,
      { opacity: 0.72, transform: 'rotate(-12 215 210)' },
    ),
    ellipse(282, 290, 34, 17, canvas.puff('#f2a86b'), {
      opacity: 0.75,
      transform: 'rotate(-35 282 290)',
    }),
    ellipse(262, 262, 13, 13, '#9fd6c0', { opacity: 0.35 }),
  );
}

/** The belly of a fiddle: one f-hole, four strings. */
export function fiddle(name: string): Canvas {
  const canvas = square(name, '#c9793a', '#6e2f12');
  const { random } = canvas;
  const figure = times(70, (place) =>
    stroke(
      `M${place * 7 - 6} -10q${between(random, -9, 9)} 250 ${between(random, -5, 5)} 500`,
      random() < 0.5 ? '#4d1d08' : '#f0a860',
      between(random, 0.8, 3),
      { opacity: between(random, 0.08, 0.28) },
    ),
  );
  const hole = curve([
    [338, 118],
    [316, 104],
    [298, 122],
    [306, 152],
    [330, 190],
    [352, 250],
    [362, 310],
    [352, 346],
    [330, 350],
    [322, 330],
  ]);
  const eye = (x: number, y: number) => ellipse(x, y, 17, 17, '#1a0a04');
  const strings = times(4, (place) => {
    const x = 92 + place * 34;
    return (
      stroke(`M${x + 5} -5L${x - 6} 485`, '#2a1206', 7, { opacity: 0.35 }) +
      stroke(`M${x} -5L${x - 12} 485`, '#e6dccb', 4.4 - place * 0.7) +
      stroke(`M${x - 1} -5L${x - 13} 485`, '#ffffff', 1, { opacity: 0.7 })
    );
  });
  return canvas.add(
    group(figure),
    ellipse(320, 70, 200, 160, canvas.puff('#ffd7a0'), { opacity: 0.5 }),
    stroke(hole, '#f3b778', 21, { opacity: 0.5, transform: 'translate(3 4)' }),
    stroke(hole, '#1a0a04', 15),
    eye(327, 124),
    eye(334, 336),
    ...strings,
  );
}

/** Books on a shelf. */
export function books(name: string): Canvas {
  const canvas = square(name, '#e7dcc4', '#a58b66');
  const { random } = canvas;
  const tones = [
    '#7a2f2b',
    '#2f5d50',
    '#c89b4a',
    '#34495f',
    '#8c6a52',
    '#b65a3c',
    '#4d5a3a',
    '#d9cdb2',
  ];
  let x = 34;
  canvas.add(
    box(
      0,
      392,
      EDGE,
      100,
      canvas.fade([
        [0, '#8d6a45'],
        [0.1, '#6b4d30'],
        [1, '#3a2717'],
      ]),
    ),
  );
  for (const tone of tones) {
    const [wide, tall] = [between(random, 34, 56), between(random, 220, 310)];
    const y = 394 - tall;
    const spine = canvas.fade(
      [
        [0, mix(tone, '#000000', 0.4)],
        [0.3, mix(tone, '#ffffff', 0.16)],
        [0.7, tone],
        [1, mix(tone, '#000000', 0.5)],
      ],
      [0, 0, 1, 0],
    );
    canvas.add(
      box(x, y, wide, tall, spine, { rx: 3 }),
      ...[0.1, 0.14, 0.84].map((at) => box(x, y + tall * at, wide, 3, '#e9d9a6', { opacity: 0.7 })),
      box(x + wide * 0.36, y + tall * 0.28, wide * 0.28, tall * 0.34, '#f1e8d0', {
        opacity: 0.8,
        rx: 2,
      }),
    );
    x += wide + 2;
  }
  const shadow: Point = [240, 398];
  return canvas.add(
    ellipse(...shadow, 250, 22, canvas.puff('#1d1008'), { opacity: 0.65 }),
    ellipse(120, 60, 260, 200, canvas.puff('#fff6dc'), { opacity: 0.45 }),
  );
}
