import sharp, { type Sharp } from 'sharp';
import { type Canvas, randomFor, times } from './brush.ts';

/** What a camera adds to what is before it. */
export interface Film {
  /** How much light spills over from bright places, 0 to 1. */
  bloom?: number;
  /** How coarse the film is, 0 to 1. */
  grain?: number;
  /** How much darker the corners are, 0 to 1. */
  vignette?: number;
  /** PNG for what comes from a screen. */
  format?: 'jpeg' | 'png';
}

interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}

const GRAINS = 1 << 16;
const random = randomFor('grain');
/** Sums of three are spread as grains are: many small ones, few large ones. */
const grains = Float32Array.from(times(GRAINS, () => random() + random() + random() - 1.5));

const take = async (picture: Sharp): Promise<Pixels> => {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};

const give = ({ data, width, height }: Pixels) =>
  sharp(data, { raw: { width, height, channels: 3 } });

/** The light of bright places, spread over their neighbourhood. */
async function spill(plain: Pixels): Promise<Pixels> {
  const [width, height] = [Math.ceil(plain.width / 8), Math.ceil(plain.height / 8)];
  const small = await take(give(plain).resize(width, height, { fit: 'fill', kernel: 'linear' }));
  // A cube keeps what is bright and lets go of the rest, without an edge between them.
  small.data.forEach((value, place) => {
    small.data[place] = (value / 255) ** 3 * 255;
  });
  const spread = await take(give(small).blur(Math.max(2, width / 28)));
  return take(give(spread).resize(plain.width, plain.height, { fit: 'fill', kernel: 'cubic' }));
}

/** Makes a photograph of a painting. */
export async function develop(canvas: Canvas, film: Film = {}): Promise<Buffer> {
  const plain = await take(sharp(Buffer.from(canvas.toString())));
  const spilled = await spill(plain);
  expose(plain, spilled, film);
  const picture = give(plain);
  return film.format === 'png'
    ? picture.png({ palette: true }).toBuffer()
    : picture.jpeg({ quality: 86 }).toBuffer();
}

function expose(
  { data, width, height }: Pixels,
  { data: light }: Pixels,
  { bloom = 0.4, grain = 0.25, vignette = 0.3 }: Film,
): void {
  let next = 12_345;
  let place = 0;
  for (let y = 0; y < height; y++) {
    const dy = (y / height - 0.48) ** 2;
    for (let x = 0; x < width; x++) {
      const off = Math.max(0, (x / width - 0.5) ** 2 + dy - 0.12);
      const shade = 1 - vignette * Math.min(1, off * 2.4);
      next = (Math.imul(next, 1_664_525) + 1_013_904_223) | 0;
      const speck = (grains[(next >>> 8) & (GRAINS - 1)] ?? 0) * grain;
      for (let channel = 0; channel < 3; channel++, place++) {
        const was = (data[place] ?? 0) / 255;
        const lit = 1 - (1 - was) * (1 - ((light[place] ?? 0) / 255) * bloom * 0.6);
        const shown = lit * shade;
        data[place] = Math.max(
          0,
          Math.min(255, 255 * (shown + speck * (0.06 + shown * (1 - shown) * 0.34))),
        );
      }
    }
  }
}
