import { describe, expect, test } from 'vitest';
import { ownAddress, savingAddress, uploadAddress } from './addresses';
import { boxOf } from './box';
import { drawnSize, isAnimated } from './compress';
import { endingOf, splitName } from './file-name';
import { uploadLimits } from './limits';
import { tooLarge } from './picked';
import { placeholderUrl } from './placeholder';
import { byteSize, playTime } from './sizes';

describe('a file’s name', () => {
  test('is shortened in the middle: its ending and what stands before that stay in sight', () => {
    const name = `${'很长的文件名'.repeat(50)}第3版.docx`;
    const { head, tail } = splitName(name);
    expect(head + tail).toBe(name);
    expect(tail).toBe('文件名第3版.docx'.slice(-10));
    expect(splitName('short.pdf')).toEqual({ head: '', tail: 'short.pdf' });
    expect(splitName('no ending at all')).toEqual({ head: 'no ending a', tail: 't all' });
  });

  test('is never cut within a character', () => {
    const { head, tail } = splitName('🍵🍵🍵🍵🍵🍵🍵.png');
    expect([head, tail]).toEqual(['🍵🍵', '🍵🍵🍵🍵🍵.png']);
  });

  test('is read in one direction, so that its ending is what stands at its end', () => {
    const { head, tail } = splitName('invoice\u202efdp.exe');
    expect(head + tail).toBe('invoicefdp.exe');
  });

  test('has an ending only where that is one', () => {
    expect(endingOf('a.tar.gz')).toBe('GZ');
    expect(endingOf('Minutes of 3. November')).toBe('');
    expect(endingOf('README')).toBe('');
  });
});

describe('sizes and times', () => {
  test('follow the language', () => {
    expect(byteSize(0, 'en')).toBe('0 bytes');
    expect(byteSize(1536, 'en')).toBe('1.5 kB');
    expect(byteSize(20 * 1024 * 1024, 'en')).toBe('20 MB');
    expect(byteSize(5.2 * 1024 * 1024, 'de')).toBe('5,2 MB');
  });

  test('are read like a clock', () => {
    expect(playTime(7_400)).toBe('0:07');
    expect(playTime(59_900)).toBe('1:00');
    expect(playTime(3_765_000)).toBe('1:02:45');
  });
});

describe('the box of a picture', () => {
  test('keeps its shape, within what a conversation has room for', () => {
    expect(boxOf({ width: 3000, height: 2000 })).toEqual({ width: 320, height: 213 });
    expect(boxOf({ width: 2000, height: 3000 })).toEqual({ width: 240, height: 360 });
    expect(boxOf({ width: 200, height: 150 })).toEqual({ width: 200, height: 150 });
  });

  test('of a panorama, a strip or a dot is large enough to be recognised and hit', () => {
    expect(boxOf({ width: 8000, height: 400 })).toEqual({ width: 320, height: 88 });
    expect(boxOf({ width: 100, height: 9000 })).toEqual({ width: 88, height: 360 });
    expect(boxOf({ width: 1, height: 1 })).toEqual({ width: 88, height: 88 });
  });
});

describe('a picture that is sent', () => {
  test('is drawn as large as a screen needs, and a panorama in its whole length', () => {
    expect(drawnSize({ width: 1200, height: 900 })).toEqual({ width: 1200, height: 900 });
    const { width, height } = drawnSize({ width: 8000, height: 6000 });
    expect(width * height).toBeLessThanOrEqual(8_010_000);
    expect(width / height).toBeCloseTo(4 / 3, 2);
    expect(drawnSize({ width: 12_000, height: 600 }).width).toBe(8_192);
  });

  test('is left alone when it moves', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(isAnimated('image/gif', bytes('GIF89a'))).toBe(true);
    expect(isAnimated('image/webp', bytes('RIFF....WEBPVP8X....ANIM'))).toBe(true);
    expect(isAnimated('image/png', bytes('.PNG....IHDR....acTL'))).toBe(true);
    expect(isAnimated('image/png', bytes('.PNG....IHDR....IDAT'))).toBe(false);
    expect(isAnimated('image/jpeg', bytes('ANIM acTL'))).toBe(false);
  });

  test('is refused with its size and the limit when nothing makes it small enough', () => {
    const bytes = new Blob([new Uint8Array(uploadLimits().imageBytes + 1)]);
    expect(tooLarge({ kind: 'IMAGE', bytes })).toEqual({
      limit: uploadLimits().imageBytes,
      size: bytes.size,
    });
    expect(tooLarge({ kind: 'FILE', bytes })).toBeNull();
  });
});

describe('addresses', () => {
  test('of files are those of the page itself, whatever name the house is known by', () => {
    expect(ownAddress('https://tea.house/files/1/full')).toBe('/files/1/full');
    expect(savingAddress('https://tea.house/files/1/full')).toBe('/files/1/full?download=1');
  });

  test('of a storage that signs for its own name stay as they are', () => {
    const s3 = 'https://s3.example/storage/key?X-Amz-Signature=1';
    expect(uploadAddress(s3)).toBe(s3);
    expect(uploadAddress('https://tea.house/storage/key?s=1')).toBe('/storage/key?s=1');
  });
});

test('a blur is made from what the server says, and nothing from what it does not', () => {
  expect(placeholderUrl('1QcSHQRnh493V4dIh4eXh1h4kJUI')).toMatch(/^data:image\/png;base64,/);
  expect(placeholderUrl(null)).toBeNull();
  expect(placeholderUrl('not base64 at all!')).toBeNull();
});
