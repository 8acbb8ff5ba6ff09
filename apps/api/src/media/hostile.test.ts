import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Content,
  download,
  jpeg,
  note,
  picture,
  tryUpload,
  upload,
} from '../testing/media.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

/** Nothing that is uploaded runs in anybody’s browser, nor takes the server’s memory. */

let stage: Stage;
let eve: Person;
beforeAll(async () => {
  stage = await startStage();
  eve = await stage.world.user('Eve');
});
afterAll(() => stage.close());

const SCRIPT = '<script>alert(1)</script>';

async function asPicture(content: Buffer, mediaType = 'image/png') {
  return tryUpload(eve, { kind: 'IMAGE', name: 'cup.png', mediaType, content });
}
const ruleOf = async (answer: ReturnType<typeof asPicture>) => {
  const given = await answer;
  return 'rule' in given ? given.rule : 'taken';
};

/** A chunk of a PNG, with its checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  let crc = ~0;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(~crc >>> 0);
  return Buffer.concat([length, body, sum]);
}

/** A picture of one colour whose pixels take thousands of times what its file does. */
function pixelBomb(edge: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(edge, 0);
  head.writeUInt32BE(edge, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(edge / 8) + 1) * edge), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

describe('what is no picture', () => {
  test.each([
    ['SVG', `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`],
    ['SVG after a declaration', `<?xml version="1.0"?><svg onload="alert(1)"/>`],
    ['HTML', `<!doctype html><title>x</title>${SCRIPT}`],
    [
      'XML',
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    ],
    ['JavaScript', 'alert(1)'],
    ['PDF', '%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj'],
    ['nothing but the beginning of one', '\x89PNG\r\n\x1a\n'],
  ])('is refused under a picture’s name and type: %s', async (_what, text) => {
    expect(await ruleOf(asPicture(Buffer.from(text, 'latin1')))).toBe('IMAGE_BROKEN');
  });

  test('is refused where it is another kind of picture than browsers show everywhere', async () => {
    const tiff = await picture(40, 40).tiff().toBuffer();
    const avif = await picture(40, 40).avif().toBuffer();
    expect(await ruleOf(asPicture(tiff))).toBe('IMAGE_BROKEN');
    expect(await ruleOf(asPicture(avif))).toBe('IMAGE_BROKEN');
  });
});

describe('a picture and something else in one', () => {
  test.each(['jpeg', 'png', 'gif', 'webp'] as const)(
    'comes out a picture and nothing else: %s',
    async (format) => {
      const clean = await picture(64, 64).toFormat(format).toBuffer();
      const tails = [SCRIPT, 'PK\x03\x04canary-zip', '*/=alert("canary-js")//'];
      const content = Buffer.concat([clean, Buffer.from(tails.join(''), 'latin1')]);
      const image = await upload(eve, {
        ...{ kind: 'IMAGE', name: `cup.${format}.html`, mediaType: 'image/jpeg', content },
      });
      if (image.__typename !== 'Image') throw new Error('No picture');
      for (const address of [image.full, image.preview, image.thumbnail]) {
        const response = await download(eve, address);
        const sent = Buffer.from(await response.arrayBuffer());
        expect(/script|canary|alert/.test(sent.toString('latin1'))).toBe(false);
        expect((await sharp(sent).metadata()).format).toBe(
          address === image.full ? format : 'webp',
        );
        const type = address === image.full ? `image/${format}` : 'image/webp';
        expect(response.headers.get('content-type')).toBe(type);
      }
    },
  );

  test('a comment that is a script is left out', async () => {
    const clean = await picture(64, 64).jpeg().toBuffer();
    const comment = Buffer.from(SCRIPT);
    const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
    const content = Buffer.concat([clean.subarray(0, 2), marker, comment, clean.subarray(2)]);
    const image = await upload(eve, { ...(await jpeg()), content });
    const sent = await (await download(eve, image.full)).arrayBuffer();
    expect(Buffer.from(sent).includes('script')).toBe(false);
  });

  test('a PDF that is an archive too is only ever saved', async () => {
    const content = Buffer.from(`%PDF-1.7\n${SCRIPT}PK\x03\x04`, 'latin1');
    const mediaType = 'application/pdf';
    const file = await upload(eve, { kind: 'FILE', name: 'menu.pdf', mediaType, content });
    const { headers } = await download(eve, file.full);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });
});

describe('a picture that is more than it seems', () => {
  test('is refused before its pixels are made', async () => {
    const bomb = pixelBomb(30_000);
    expect(bomb.length).toBeLessThan(500_000);
    const before = process.memoryUsage().rss;
    expect(await ruleOf(asPicture(bomb))).toBe('IMAGE_TOO_MANY_PIXELS');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    expect(await ruleOf(asPicture(pixelBomb(6_000)))).toBe('taken');
  });

  test('is refused for its frames together', async () => {
    const frame = await sharp({
      create: { width: 1_000, height: 1_000, channels: 3, background: '#000000' },
    })
      .png()
      .toBuffer();
    const frames = Array.from({ length: 41 }, () => frame);
    const content = await sharp(frames, { join: { animated: true } })
      .gif({ delay: 100, keepDuplicateFrames: true })
      .toBuffer();
    expect(content.length).toBeLessThan(500_000);
    expect(await ruleOf(asPicture(content, 'image/gif'))).toBe('IMAGE_TOO_MANY_PIXELS');
  });

  test('is refused where it ends too early or is damaged', async () => {
    const whole = await picture(640, 480).png().toBuffer();
    expect(await ruleOf(asPicture(whole.subarray(0, whole.length / 2)))).toBe('IMAGE_BROKEN');
    const damaged = Buffer.from(whole);
    const middle = Math.floor(whole.length / 2);
    damaged.fill(0x55, middle, middle + 200);
    expect(await ruleOf(asPicture(damaged))).toBe('IMAGE_BROKEN');
    const photo = await picture(640, 480).jpeg().toBuffer();
    expect(await ruleOf(asPicture(photo.subarray(0, photo.length / 2), 'image/jpeg'))).toBe(
      'IMAGE_BROKEN',
    );
  });

  test('leaves nothing that could be fetched or sent', async () => {
    const answer = await asPicture(Buffer.from('<svg/>'));
    expect(answer.__typename).toBe('FileRefusedError');
    const left = await stage.backend.db.storedFile.count({
      where: { state: 'READY', name: 'cup.png', mediaType: 'image/svg+xml' },
    });
    expect(left).toBe(0);
  });
});

test('an archive that would fill the disk is kept as it is, and never unpacked', async () => {
  const zeroes = deflateSync(Buffer.alloc(50 * 1024 * 1024), { level: 9 });
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(zeroes.length, 18);
  head.writeUInt32LE(50 * 1024 * 1024, 22);
  head.writeUInt16LE(19, 26);
  const content = Buffer.concat([head, Buffer.from('[Content_Types].xml'), zeroes.subarray(2)]);
  const before = process.memoryUsage().rss;
  const file = await upload(eve, {
    kind: 'FILE',
    name: 'bomb.zip',
    mediaType: 'application/zip',
    content,
  });
  expect(file.__typename === 'File' && file.bytes).toBe(content.length);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

describe('a name', () => {
  const named = async (name: string): Promise<string> => {
    const file = await upload(eve, { ...note(), name });
    const response = await download(eve, file.full);
    expect(response.status).toBe(200);
    await response.body?.cancel();
    return file.__typename === 'File' ? file.fileName : '';
  };

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\calc.exe', 'calc.exe'],
    ['/', 'file'],
    ['..', 'file'],
    ['', 'file'],
    ['\u0000\u0001\r\n', 'file'],
    ['tea\r\nSet-Cookie: a=b.txt', 'tea Set-Cookie: a=b.txt'],
    ['menu\u202Egpj.exe', 'menugpj.exe'],
    ['\u2066menu\u2069.txt', 'menu.txt'],
    ['menu.txt. . .', 'menu.txt'],
    ['"quoted"; filename=evil.html', '"quoted"; filename=evil.html'],
    ['\ud800.txt', '\ufffd.txt'],
    ['茶谱 – été 🍵.pdf', '茶谱 – été 🍵.pdf'],
    ['ﺷﺎﻱ.txt'.normalize('NFC'), 'ﺷﺎﻱ.txt'],
  ])('%j is kept as %j', async (given, kept) => expect(await named(given)).toBe(kept));

  test.each(['a', 'é', '茶', '👩‍👩‍👧‍👦', 'ก็'])(
    'of too many %s ends with a whole one, and with its ending',
    async (letter) => {
      const kept = await named(`${letter.repeat(300)}.tar.gz`);
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(kept)).toBeGreaterThan(255 - 25 - 7);
      expect(kept).toBe(`${letter.repeat((kept.length - '.gz'.length) / letter.length)}.gz`);
    },
  );
});

test('whatever is uploaded as anything, the answer is an answer', async () => {
  const contents: Content['kind'][] = ['IMAGE', 'VIDEO', 'VOICE'];
  const types = { IMAGE: 'image/webp', VIDEO: 'video/mp4', VOICE: 'audio/webm', FILE: '' };
  for (const kind of contents)
    for (let seed = 1; seed <= 20; seed++) {
      const noise = Buffer.from(
        Array.from({ length: 600 }, (_, index) => (index * seed * 37) % 256),
      );
      const heads = [
        '\x1aE\xdf\xa3',
        '\0\0\0\x20ftypisom',
        'RIFF\xff\xff\xff\xffWEBPVP8 ',
        'OggS',
        'ID3\x04',
      ];
      const head = Buffer.from(heads[seed % heads.length] ?? '', 'latin1');
      const content = Buffer.concat([head, noise]);
      const answer = await tryUpload(eve, { kind, name: 'x', mediaType: types[kind], content });
      expect(answer.__typename).toBe('FileRefusedError');
    }
});
