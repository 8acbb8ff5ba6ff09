import { randomFor, times, wandering } from './pictures/brush.ts';

interface Words {
  x: number;
  y: number;
  size: number;
  text: string;
}

const TEAS = [
  ['桂花乌龙 Osmanthus Oolong', '38', '92 °C, 7 steeps'],
  ['黄山毛峰 Huangshan Maofeng', '42', '80 °C, 4 steeps'],
  ['凤凰单丛 Phoenix Dancong', '48', '98 °C, 8 steeps'],
  ['老白茶 Old White Tea', '42', '100 °C, 9 steeps'],
  ['熟普 Pu’er, ripe', '36', '100 °C, 10 steeps'],
  ['滇红 Dianhong', '36', '90 °C, 6 steeps'],
  ['白开水 Hot water with nothing', '1', '100 °C, ∞'],
] as const;

const GREEN = '0.18 0.49 0.36';
const INK = '0.12 0.13 0.15';

/** In the order of their bytes, as the font's encoding wants them. */
const encoded = (text: string) =>
  Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();

const written = ({ x, y, size, text }: Words, colour = INK) =>
  `BT ${colour} rg /F1 ${size} Tf ${x} ${y} Td <${encoded(text)}> Tj ET`;

/** The teahouse's list for autumn, on one page. Its font is one of those that readers of PDF have for Chinese. */
export function menu(): Buffer {
  const page = [
    `${GREEN} rg 0 800 595 42 re f`,
    written({ x: 60, y: 730, size: 30, text: '半日闲 · 秋季茶单' }, GREEN),
    written({
      x: 60,
      y: 704,
      size: 12,
      text: 'Half a Day Idle: teas for autumn. 青石巷 10:00–22:00, closed on Mondays.',
    }),
    `${GREEN} RG 0.8 w 60 688 m 535 688 l S`,
    ...TEAS.flatMap(([tea, price, steeps], place) => [
      written({ x: 60, y: 648 - place * 46, size: 15, text: tea }),
      written({ x: 60, y: 631 - place * 46, size: 9, text: steeps }, '0.45 0.46 0.48'),
      written({ x: 500, y: 648 - place * 46, size: 15, text: price }),
    ]),
    written({ x: 60, y: 290, size: 11, text: '不会喝茶也可以来坐。You may also just sit.' }, GREEN),
  ].join('\n');
  return bound([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(page)} >>\nstream\n${page}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500 814 939 500] /FontDescriptor 7 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]);
}

/** Objects, and where each of them begins. */
function bound(objects: readonly string[]): Buffer {
  let file = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n';
  const begins = objects.map((object, place) => {
    const at = Buffer.byteLength(file);
    file += `${place + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const at = Buffer.byteLength(file);
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${begins.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from(file);
}

/** The way up Lotus Ridge and down again, with the detour. */
export function track(): Buffer {
  const [north, east] = [wandering(randomFor('north')), wandering(randomFor('east'))];
  const points = times(180, (place) => {
    const share = place / 179;
    const height = 440 + 742 * Math.sin(share * Math.PI) ** 0.9;
    const latitude = 30.132 + share * 0.021 + north(share * 9) * 0.003;
    const longitude = 118.165 + Math.sin(share * 3) * 0.016 + east(share * 9) * 0.003;
    return `      <trkpt lat="${latitude.toFixed(5)}" lon="${longitude.toFixed(5)}"><ele>${height.toFixed(0)}</ele></trkpt>`;
  });
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Minister of Transport" xmlns="http://www.topografix.com/GPX/1/1">\n  <trk>\n    <name>莲花岭 Lotus Ridge</name>\n    <trkseg>\n${points.join('\n')}\n    </trkseg>\n  </trk>\n</gpx>\n`,
  );
}
