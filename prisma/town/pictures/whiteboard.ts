import {
  between,
  box,
  Canvas,
  curve,
  group,
  line,
  type Point,
  type Random,
  shape,
  stroke,
  times,
} from './brush.ts';

const [BLUE, GREEN, RED, BLACK] = ['#2b5aa8', '#2f7d5b', '#c8402f', '#2a2c30'];

/** Places in shares of the picture: “.43 .47, .42 .56”. */
const places = (written: string): Point[] =>
  written.split(', ').map((place): Point => {
    const [x = 0, y = 0] = place.split(' ').map(Number);
    return [x, y];
  });

/** A pen in a hand that is not quite steady. */
class Marker {
  private readonly random: Random;

  constructor(private readonly canvas: Canvas) {
    this.random = canvas.random;
  }

  ink(points: readonly Point[] | string, colour: string, thick = 4.6): string {
    const { width, height } = this.canvas;
    const shaken = (typeof points === 'string' ? places(points) : points).map(
      ([x, y]): Point => [
        x * width + between(this.random, -1.6, 1.6),
        y * height + between(this.random, -1.6, 1.6),
      ],
    );
    return stroke(curve(shaken), colour, thick, { opacity: 0.88 });
  }

  frame([x, y]: Point, [w, h]: Point, colour: string): string {
    const [right, foot] = [x + w, y + h];
    const corners: Point[] = [
      ...([
        [x, y],
        [x + w / 2, y - 0.004],
        [right, y],
      ] as const),
      ...([
        [right + 0.003, y + h / 2],
        [right, foot],
        [x + w / 2, foot + 0.004],
      ] as const),
      ...([
        [x, foot],
        [x - 0.003, y + h / 2],
        [x + 0.002, y - 0.008],
      ] as const),
    ];
    return this.ink(corners, colour);
  }

  /** What could be words, from where nobody can read them. */
  words([x, y]: Point, count: number, colour: string): string {
    const each = times(count, (place) => {
      const from = x + place * 0.042;
      const long = between(this.random, 0.018, 0.034);
      const wave = times(
        7,
        (at): Point => [from + (at / 6) * long, y + between(this.random, -0.009, 0.009)],
      );
      return this.ink(wave, colour, 3.4);
    });
    return each.join('');
  }

  arrow(from: Point, to: Point, colour: string): string {
    const { width, height } = this.canvas;
    const turn = Math.atan2((to[1] - from[1]) * height, (to[0] - from[0]) * width);
    const barb = (by: number): Point => [
      to[0] - (Math.cos(turn + by) * 24) / width,
      to[1] - (Math.sin(turn + by) * 24) / height,
    ];
    const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - 0.012];
    return this.ink([from, middle, to], colour) + this.ink([barb(0.5), to, barb(-0.5)], colour);
  }
}

/** A whiteboard after a long evening: boxes, arrows, and a pot of tea in the middle of it. */
export function whiteboard(name: string, { width = 1200, height = 900 } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  const marker = new Marker(canvas);
  hangBoard(canvas);
  canvas.add(marker.words([0.12, 0.17], 5, BLACK), marker.ink('.12 .205, .22 .2, .33 .206', RED));
  canvas.add(...drawFlow(marker), ...drawPot(marker), ...drawList(marker));
  canvas.add(...stickNotes(canvas, marker));
  const glare = line([
    ...([
      [width * 0.2, 0],
      [width * 0.36, 0],
    ] as const),
    ...([
      [width * 0.16, height],
      [0, height],
    ] as const),
  ]);
  canvas.add(canvas.blurred(24, shape(glare, '#ffffff', { opacity: 0.4 })));
  const pens = [BLUE, RED, GREEN].map((colour, place) =>
    box(width * (0.36 + place * 0.09), height * 0.857, 74, 13, colour, { rx: 6 }),
  );
  return canvas.add(
    box(width * 0.3, height * 0.865, width * 0.4, 20, '#b9bcbb', { rx: 4 }),
    ...pens,
  );
}

function hangBoard(canvas: Canvas): void {
  const { width, height } = canvas;
  canvas.backdrop(
    canvas.fade([
      [0, '#cfc8bb'],
      [1, '#8f877a'],
    ]),
  );
  const board = `M${width * 0.06} ${height * 0.09}L${width * 0.955} ${height * 0.06}L${width * 0.965} ${height * 0.87}L${width * 0.05} ${height * 0.855}Z`;
  const shadow = canvas.blurred(16, shape(board, '#2a241c', { opacity: 0.6 }));
  const white = canvas.fade(
    [
      [0, '#fbfbf8'],
      [0.6, '#eef0ee'],
      [1, '#d8dbd9'],
    ],
    [0, 0, 1, 1],
  );
  const rim = { stroke: '#9fa3a3', 'stroke-width': 13, 'stroke-linejoin': 'round' };
  canvas.add(group(shadow, { transform: 'translate(8 18)' }), shape(board, white, rim));
}

const drawFlow = (marker: Marker) => [
  marker.frame([0.13, 0.34], [0.17, 0.14], BLUE),
  marker.words([0.15, 0.41], 3, BLUE),
  marker.frame([0.68, 0.3], [0.19, 0.15], GREEN),
  marker.words([0.7, 0.375], 4, GREEN),
  marker.frame([0.66, 0.63], [0.22, 0.13], BLUE),
  marker.words([0.68, 0.695], 4, BLUE),
  marker.arrow([0.31, 0.41], [0.4, 0.47], BLACK),
  marker.arrow([0.57, 0.44], [0.67, 0.38], BLACK),
  marker.arrow([0.56, 0.58], [0.65, 0.68], RED),
  marker.arrow([0.78, 0.46], [0.775, 0.61], BLACK),
];

const drawPot = (marker: Marker) => [
  marker.ink('.43 .47, .42 .56, .46 .62, .51 .62, .545 .56, .535 .47, .48 .455, .43 .47', BLACK, 6),
  marker.ink('.54 .5, .57 .48, .58 .44', BLACK, 6),
  marker.ink('.425 .5, .39 .51, .4 .57, .43 .57', BLACK, 6),
  marker.ink('.44 .455, .485 .425, .53 .455', BLACK, 6),
  marker.ink('.483 .425, .488 .405, .492 .424', BLACK, 6),
  ...[0.46, 0.485, 0.51].map((x) => {
    const steam: Point[] = [
      [x, 0.38],
      [x + 0.008, 0.355],
      [x - 0.004, 0.33],
      [x + 0.006, 0.3],
    ];
    return marker.ink(steam, '#7a7f86', 3.6);
  }),
];

/** Of four things to do, two are done. */
const drawList = (marker: Marker) => [
  ...times(
    4,
    (place) =>
      marker.frame([0.12, 0.575 + place * 0.06], [0.018, 0.026], BLACK) +
      marker.words([0.16, 0.59 + place * 0.06], 3 + (place % 2), BLACK),
  ),
  marker.ink('.118 .585, .128 .6, .148 .565', GREEN, 5.5),
  marker.ink('.118 .645, .128 .66, .148 .625', GREEN, 5.5),
];

function stickNotes({ width, height }: Canvas, marker: Marker): string[] {
  const note = (corners: string, colour: string) =>
    shape(line(places(corners).map(([x, y]): Point => [x * width, y * height])), colour);
  return [
    note('.72 .1, .83 .095, .835 .235, .725 .24', '#ffe38a'),
    note('.84 .11, .93 .1, .935 .22, .845 .23', '#f7b7a3'),
    marker.words([0.735, 0.15], 2, BLACK),
    marker.words([0.735, 0.19], 2, BLACK),
    marker.words([0.85, 0.16], 2, BLACK),
  ];
}
