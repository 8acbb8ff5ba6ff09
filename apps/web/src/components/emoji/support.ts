/** One emoji that came with each version of the standard, newest first. */
const SAMPLES: readonly (readonly [number, string])[] = [
  [17, '\u{1FAC8}'],
  [16, '\u{1FAE9}'],
  [15, '\u{1FAE8}'],
  [14, '\u{1FAE0}'],
  [13, '\u{1F972}'],
  [12, '\u{1F971}'],
  [11, '\u{1F970}'],
];
const OLDEST = 5;

/**
 * The newest version of Emoji that this device's fonts can show, so that nobody is offered an empty box; 0 where there is
 * no font with emoji at all. Sequences (families, flags) that a font does not join fall apart into what they are made of.
 */
export function newestShown(): number {
  const pen = penOf();
  if (!pen) return SAMPLES[0]?.[0] ?? OLDEST;
  if (!isColoured(pen, '😀')) {
    // Drawn in the colour of text: an old font without colours, or the box that stands for what no font has.
    return isSame(pen, '😀', '\u{1FFFE}') ? 0 : OLDEST;
  }
  const newest = SAMPLES.find(([, sample]) => isColoured(pen, sample))?.[0] ?? OLDEST;
  // 12.1, 13.1 and 15.1 added sequences only.
  return newest + 0.9;
}

/** As --font-emoji-stack. */
const FONTS =
  "'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', 'Twemoji Mozilla', sans-serif";
const SIZE = 16;

function penOf(): CanvasRenderingContext2D | null {
  if (typeof document === 'undefined') return null;
  const canvas = document.createElement('canvas');
  canvas.width = SIZE * 2;
  canvas.height = SIZE * 2;
  return canvas.getContext('2d', { willReadFrequently: true });
}

function draw(pen: CanvasRenderingContext2D, text: string): Uint8ClampedArray {
  pen.clearRect(0, 0, SIZE * 2, SIZE * 2);
  pen.textBaseline = 'top';
  pen.font = `${SIZE}px ${FONTS}`;
  pen.fillText(text, 2, 2);
  return pen.getImageData(0, 0, SIZE * 2, SIZE * 2).data;
}

/** Text is drawn in black; whatever has another colour comes from a font of pictures. */
function isColoured(pen: CanvasRenderingContext2D, text: string): boolean {
  const pixels = draw(pen, text);
  for (let at = 0; at < pixels.length; at += 4)
    if ((pixels[at + 3] ?? 0) > 0 && (pixels[at] || pixels[at + 1] || pixels[at + 2])) return true;
  return false;
}

function isSame(pen: CanvasRenderingContext2D, one: string, other: string): boolean {
  const first = draw(pen, one).join();
  return first === draw(pen, other).join();
}
