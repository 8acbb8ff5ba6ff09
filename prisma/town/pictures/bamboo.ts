import { between, Canvas, ellipse, group, mix, shape, stroke, times } from './brush.ts';
import { leaf } from './table.ts';

/** A grove of bamboo, with the light coming through from behind. */
export function bamboo(
  name: string,
  { width = 900, height = 1200, light = '#f3f3c4' } = {},
): Canvas {
  const canvas = new Canvas(width, height, name);
  const { random } = canvas;
  canvas.backdrop(
    canvas.fade([
      [0, '#b9cf9b'],
      [0.45, light],
      [1, '#5f7f53'],
    ]),
  );
  canvas.add(
    ellipse(width * 0.56, height * 0.42, width * 0.5, height * 0.42, canvas.puff('#fffde6'), {
      opacity: 0.95,
    }),
  );
  for (let layer = 0; layer < 4; layer++) {
    const near = layer / 3;
    const green = mix(mix('#a9c58b', light, 0.3), '#1d3a24', near * 0.92);
    const stems = times(Math.round(17 - near * 11), () =>
      stem(
        canvas,
        between(random, -0.05, 1.05) * width,
        width * (0.012 + near ** 1.6 * 0.05),
        green,
        near,
      ),
    );
    const leaves = times(Math.round(130 - near * 70), () => {
      const [x, y] = [
        between(random, -0.05, 1.05) * width,
        random() ** 1.7 * height * (0.75 - near * 0.2),
      ];
      return shape(
        leaf(x, y, between(random, 40, 80) * (0.5 + near), between(random, 0.5, 2.6), 0.15),
        mix(green, '#cfe08a', random() * 0.45),
        { opacity: 0.8 },
      );
    });
    const drawn = [...stems, ...leaves];
    canvas.add(
      layer === 0
        ? canvas.blurred(4, drawn)
        : layer === 3
          ? canvas.blurred(3, drawn)
          : group(drawn),
    );
    if (layer < 3)
      canvas.add(
        ellipse(
          width * 0.5,
          height * (0.75 + layer * 0.08),
          width * 0.9,
          height * 0.2,
          canvas.puff(light),
          { opacity: 0.4 },
        ),
      );
  }
  const shafts = times(6, (place) => {
    const x = width * (0.1 + place * 0.17);
    return `M${x} -20h${between(random, 20, 60)}l${-width * 0.42} ${height * 1.05}h${-between(random, 40, 110)}Z`;
  });
  canvas.add(canvas.blurred(12, shape(shafts.join(''), '#fffbe0', { opacity: 0.17 })));
  return canvas;
}

function stem(canvas: Canvas, x: number, thick: number, green: string, near: number): string {
  const { height, random } = canvas;
  const lean = between(random, -0.05, 0.05) * height;
  const turned = canvas.fade(
    [
      [0, mix(green, '#0d1d10', 0.35)],
      [0.35, mix(green, '#e3f0b0', 0.35 - near * 0.12)],
      [0.6, green],
      [1, mix(green, '#0b180d', 0.5)],
    ],
    [0, 0, 1, 0],
  );
  const body = `M${x - thick / 2} ${height + 9}L${x - thick * 0.42 + lean} -9H${x + thick * 0.42 + lean}L${x + thick / 2} ${height + 9}Z`;
  const joint = height * between(random, 0.13, 0.19);
  const rings = times(9, (place) => {
    const y = height - place * joint - joint * 0.4;
    const cx = x + lean * (1 - y / height);
    return (
      stroke(
        `M${cx - thick * 0.5} ${y}q${thick / 2} ${thick * 0.14} ${thick} 0`,
        mix(green, '#0a170c', 0.6),
        thick * 0.07,
      ) +
      stroke(
        `M${cx - thick * 0.46} ${y + thick * 0.1}q${thick * 0.46} ${thick * 0.14} ${thick * 0.92} 0`,
        mix(green, '#f0f6cf', 0.5),
        thick * 0.05,
        { opacity: 0.7 },
      )
    );
  });
  return shape(body, turned) + rings.join('');
}
