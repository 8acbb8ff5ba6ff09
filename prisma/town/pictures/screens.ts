import { between, box, Canvas, ellipse, line, type Point, shape, stroke, times } from './brush.ts';

/** A graph of a night on call, as it looks on a screen in the dark. */
export function dashboard(name: string, { width = 1280, height = 800 } = {}): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  canvas.backdrop('#14181c');
  const card = (x: number, y: number, w: number, h: number) =>
    box(x, y, w, h, '#1c2228', { rx: 10, stroke: '#2a323a', 'stroke-width': 1.5 });
  const plot = (
    x: number,
    y: number,
    w: number,
    h: number,
    colour: string,
    value: (share: number) => number,
  ) => {
    const points = times(
      90,
      (place): Point => [
        x + (place / 89) * w,
        y + h - Math.max(0.03, Math.min(0.98, value(place / 89))) * h,
      ],
    );
    const d = line(points);
    const grid = times(5, (place) => stroke(`M${x} ${y + (place / 4) * h}h${w}`, '#2a323a', 1));
    return (
      grid.join('') +
      shape(
        `${d}L${x + w} ${y + h}H${x}Z`,
        canvas.fade([
          [0, colour, 0.36],
          [1, colour, 0.02],
        ]),
      ) +
      stroke(d, colour, 2.6)
    );
  };
  const label = (x: number, y: number, w: number, colour = '#5d6975') =>
    box(x, y, w, 9, colour, { rx: 4.5 });
  canvas.add(label(40, 34, 170, '#dfe5ea'), label(226, 34, 80), ellipse(1228, 38, 8, 8, '#4fbf8b'));
  const spike = (share: number) =>
    0.24 +
    0.05 * Math.sin(share * 22) +
    between(random, -0.035, 0.035) +
    0.66 * Math.exp(-(((share - 0.58) / 0.035) ** 2)) +
    0.25 * Math.exp(-(((share - 0.66) / 0.05) ** 2));
  canvas.add(
    card(30, 66, 1220, 380),
    label(56, 92, 130, '#aab4bd'),
    label(200, 92, 60),
    plot(62, 128, 1150, 284, '#e0ae4c', spike),
  );
  canvas.add(stroke(`M62 214H1212`, '#d4432f', 1.6, { 'stroke-dasharray': '9 7' }));
  canvas.add(
    card(30, 464, 595, 306),
    label(56, 490, 110, '#aab4bd'),
    plot(
      62,
      522,
      530,
      212,
      '#4fbf8b',
      (share) =>
        0.62 +
        0.12 * Math.sin(share * 7) +
        between(random, -0.03, 0.03) -
        0.42 * Math.exp(-(((share - 0.6) / 0.05) ** 2)),
    ),
  );
  canvas.add(card(645, 464, 605, 306), label(671, 490, 90, '#aab4bd'));
  canvas.add(
    ...times(34, (place) => {
      const high = 26 + between(random, 0, 60) + (place > 18 && place < 23 ? 120 : 0);
      return box(
        677 + place * 16.4,
        736 - high,
        11,
        high,
        place > 18 && place < 23 ? '#d4432f' : '#5a8fc8',
        { rx: 2, opacity: 0.9 },
      );
    }),
  );
  return canvas;
}
