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

interface Night {
  sky: string;
  walls: string;
  lantern: string;
  light: string;
}

export const RED_NIGHT: Night = {
  sky: '#131a2b',
  walls: '#0c0f18',
  lantern: '#e2482a',
  light: '#ff9a4d',
};

export const AMBER_NIGHT: Night = {
  sky: '#16212b',
  walls: '#0c1217',
  lantern: '#f0a043',
  light: '#ffc36b',
};

/** A lane at night in rain: lanterns along the eaves, and all of it once more in the wet stones. */
export function lanternStreet(
  name: string,
  night: Night = RED_NIGHT,
  { width = 900, height = 1200, people = true } = {},
): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  const vanishing: Point = [width * 0.52, height * 0.47];
  const [vx, vy] = vanishing;
  canvas.backdrop(
    canvas.fade([
      [0, night.sky],
      [0.5, mix(night.sky, night.light, 0.22)],
      [1, night.walls],
    ]),
  );
  canvas.add(
    ellipse(vx, vy, width * 0.5, height * 0.32, canvas.puff(mix(night.light, night.sky, 0.35)), {
      opacity: 0.75,
    }),
  );
  canvas.add(house(canvas, night, vanishing, -1), house(canvas, night, vanishing, 1));
  const floor = `M0 ${height}L${vx - width * 0.07} ${vy + 8}H${vx + width * 0.07}L${width} ${height}Z`;
  canvas.add(
    shape(
      floor,
      canvas.fade([
        [0, mix(night.walls, night.light, 0.5)],
        [0.3, mix(night.walls, night.sky, 0.6)],
        [1, night.walls],
      ]),
    ),
  );
  const stones = times(18, (row) => {
    const share = ((row + 1) / 18) ** 2.3;
    const y = vy + 8 + share * (height - vy);
    return stroke(`M0 ${y}H${width}`, '#000000', 0.5 + share * 3, { opacity: 0.4 });
  });
  const sheen = ellipse(
    vx,
    height * 0.78,
    width * 0.16,
    height * 0.42,
    canvas.puff(mix(night.sky, night.light, 0.45)),
    { opacity: 0.5 },
  );
  const wet = times(70, () => {
    const depth = random() ** 1.6;
    const y = vy + 14 + depth * (height - vy);
    return ellipse(
      vx + between(random, -0.16, 0.16) * width * (0.3 + depth),
      y,
      width * between(random, 0.01, 0.05) * (0.3 + depth),
      1 + depth * 3,
      mix(night.sky, night.light, 0.6),
      { opacity: between(random, 0.08, 0.3) },
    );
  });
  canvas.add(group([sheen, ...wet], { 'clip-path': canvas.clip(floor) }));
  canvas.add(group(stones, { 'clip-path': canvas.clip(floor) }));
  const lanterns = times(9, (place) => {
    const depth = (place / 8) ** 0.75;
    return [-1, 1].map((side) => hang(canvas, night, { depth: 1 - depth, side, vanishing }));
  }).flat();
  canvas.add(
    group(
      lanterns.map(({ reflected }) => reflected),
      { 'clip-path': canvas.clip(floor) },
    ),
  );
  canvas.add(...lanterns.map(({ drawn }) => drawn));
  if (people) canvas.add(passers(canvas, night, vanishing));
  canvas.add(rain(canvas, night.light));
  return canvas;
}

/** One side of the lane: windows behind paper, and an eave. */
function house(canvas: Canvas, night: Night, [vx, vy]: Point, side: number): string {
  const { width, height, random } = canvas;
  const edge = side < 0 ? 0 : width;
  const far = vx + side * width * 0.07;
  const at = (depth: number, from: number): Point => [
    far + (edge - far) * depth,
    vy + (from - vy) * (0.1 + 0.9 * depth),
  ];
  const wall = line([
    at(0, -height * 0.2),
    at(1, -height * 0.2),
    [edge + side * 40, height],
    at(1, height * 1.02),
    at(0, height * 0.98),
  ]);
  const fill = canvas.fade(
    [
      [0, mix(night.walls, night.light, 0.2)],
      [1, night.walls],
    ],
    side < 0 ? [1, 0, 0, 0] : [0, 0, 1, 0],
  );
  const panes: string[] = [];
  for (let place = 0; place < 6; place++) {
    const [one, other] = [
      0.06 + (place / 6) ** 1.5 * 0.95,
      0.06 + ((place + 0.62) / 6) ** 1.5 * 0.95,
    ];
    const [top, foot] = [height * 0.3, height * 0.76];
    const lit = random() < 0.68;
    const glass = line([at(one, top), at(other, top), at(other, foot), at(one, foot)]);
    panes.push(
      shape(
        glass,
        lit ? mix(night.light, '#fff0c8', random() * 0.4) : mix(night.walls, night.light, 0.1),
        { opacity: lit ? 0.8 : 1 },
      ),
    );
    for (let bar = 1; bar < 6; bar++) {
      const y = top + (bar / 6) * (foot - top);
      panes.push(stroke(line([at(one, y), at(other, y)]), night.walls, 1 + one * 4));
      const x = one + (bar / 6) * (other - one);
      panes.push(stroke(line([at(x, top), at(x, foot)]), night.walls, 1 + one * 4));
    }
  }
  const eave = line([
    at(0, height * 0.12),
    at(1, height * 0.06),
    [edge + side * 40, height * 0.2],
    at(1, height * 0.2),
    at(0, height * 0.21),
  ]);
  const tiles = times(26, (place) => {
    const share = (place / 26) ** 1.6;
    return stroke(
      line([at(share, height * 0.115), at(share * 0.97, height * 0.2)]),
      mix(night.sky, night.light, 0.25),
      1 + share * 5,
      { opacity: 0.4 },
    );
  });
  return (
    shape(wall, fill) +
    canvas.blurred(1.2, panes) +
    shape(`${eave}Z`, mix(night.walls, night.sky, 0.5)) +
    tiles.join('')
  );
}

function hang(
  canvas: Canvas,
  night: Night,
  { depth, side, vanishing: [vx, vy] }: { depth: number; side: number; vanishing: Point },
): { drawn: string; reflected: string } {
  const { width, height, random } = canvas;
  const near = 0.06 + 0.94 * depth ** 1.8;
  const x = vx + side * width * (0.06 + 0.36 * near);
  const y = vy - height * 0.24 * near - height * 0.012;
  const r = width * 0.083 * near + 2.5;
  const body = canvas.glow(
    [
      [0, '#fff3cf'],
      [0.3, mix(night.lantern, '#ffd98a', 0.65)],
      [0.8, night.lantern],
      [1, mix(night.lantern, '#3a0d05', 0.45)],
    ],
    [0.5, 0.56, 0.6],
  );
  const ribs = [-0.6, -0.25, 0.25, 0.6].map((by) => {
    const bow = r * by;
    return stroke(
      `M${x} ${y - r * 0.82}Q${x + bow * 2} ${y} ${x} ${y + r * 0.82}`,
      mix(night.lantern, '#2a0803', 0.55),
      0.5 + r * 0.018,
      { opacity: 0.5 },
    );
  });
  const cap = (up: number) =>
    box(x - r * 0.36, y + up * r * 0.82 - r * 0.07, r * 0.72, r * 0.14, '#1c0f0a', {
      rx: r * 0.05,
    });
  const tassel = stroke(
    `M${x} ${y + r * 0.88}v${r * 0.62}`,
    mix(night.lantern, '#2a0803', 0.2),
    1 + r * 0.07,
  );
  const halo = ellipse(x, y, r * 3.4, r * 3.4, canvas.puff(night.light), { opacity: 0.36 });
  const drawn =
    halo +
    stroke(`M${x} ${y - r * 2.2}V${y - r * 0.8}`, '#000000', 1 + r * 0.02) +
    ellipse(x, y, r, r * 0.86, body) +
    ribs.join('') +
    cap(-1) +
    cap(1) +
    tassel;
  const floorAt = vy + (vy - y) * 2.1 + 14;
  const streaks = times(12, () => {
    const dy = between(random, -0.6, 2.4) * r * 1.6;
    const w = r * between(random, 0.25, 0.95) * Math.exp(-Math.abs(dy) / (r * 4));
    return ellipse(
      x + between(random, -0.28, 0.28) * r,
      floorAt + dy,
      w,
      r * between(random, 0.05, 0.13),
      mix(night.light, '#ffe2b0', random() * 0.5),
      { opacity: between(random, 0.25, 0.75) },
    );
  });
  const reflected =
    ellipse(x, floorAt + r, r * 1.5, r * 4.2, canvas.puff(night.lantern), { opacity: 0.55 }) +
    streaks.join('');
  return { drawn, reflected };
}

/** Two under umbrellas, from behind. */
function passers(canvas: Canvas, night: Night, [vx, vy]: Point): string {
  const { width, height } = canvas;
  const dark = mix(night.walls, '#000000', 0.4);
  const one = (x: number, foot: number, tall: number, colour: string) => {
    const head = foot - tall;
    const coat = curve(
      [
        [x - tall * 0.15, foot - tall * 0.12],
        [x - tall * 0.14, foot - tall * 0.55],
        [x, foot - tall * 0.8],
        [x + tall * 0.14, foot - tall * 0.55],
        [x + tall * 0.15, foot - tall * 0.12],
      ],
      true,
    );
    const umbrella = `M${x - tall * 0.36} ${head + tall * 0.2}Q${x - tall * 0.3} ${head - tall * 0.12} ${x} ${head - tall * 0.14}T${x + tall * 0.36} ${head + tall * 0.2}Q${x + tall * 0.27} ${head + tall * 0.13} ${x + tall * 0.18} ${head + tall * 0.19}Q${x + tall * 0.09} ${head + tall * 0.12} ${x} ${head + tall * 0.18}Q${x - tall * 0.09} ${head + tall * 0.12} ${x - tall * 0.18} ${head + tall * 0.19}Q${x - tall * 0.27} ${head + tall * 0.13} ${x - tall * 0.36} ${head + tall * 0.2}Z`;
    const legs = stroke(
      `M${x - tall * 0.05} ${foot - tall * 0.2}L${x - tall * 0.07} ${foot}M${x + tall * 0.05} ${foot - tall * 0.2}L${x + tall * 0.08} ${foot - tall * 0.03}`,
      dark,
      tall * 0.05,
    );
    const lit = canvas.fade([
      [0, mix(colour, night.light, 0.55)],
      [0.5, colour],
      [1, mix(colour, dark, 0.5)],
    ]);
    const mirrored = ellipse(x, foot + tall * 0.3, tall * 0.16, tall * 0.42, canvas.puff(dark), {
      opacity: 0.8,
    });
    return (
      mirrored +
      legs +
      shape(coat, dark) +
      ellipse(x, head + tall * 0.22, tall * 0.075, tall * 0.09, dark) +
      shape(umbrella, lit) +
      stroke(`M${x} ${head - tall * 0.19}V${head + tall * 0.3}`, dark, tall * 0.014)
    );
  };
  return (
    one(vx - width * 0.075, vy + height * 0.2, height * 0.17, '#7a1f2b') +
    one(vx + width * 0.03, vy + height * 0.225, height * 0.185, '#1f4a48')
  );
}

function rain(canvas: Canvas, light: string): string {
  const { width, height, random } = canvas;
  const drops = times(170, () => {
    const [x, y, long] = [random() * width, random() * height, between(random, 14, 60)];
    return `M${x.toFixed(1)} ${y.toFixed(1)}l${(-long * 0.09).toFixed(1)} ${long.toFixed(1)}`;
  });
  return stroke(drops.join(''), mix(light, '#ffffff', 0.5), 1.1, { opacity: 0.2 });
}
