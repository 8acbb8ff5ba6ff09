import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  at,
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

  test('a GIF that begins as a script does comes out a GIF alone', async () => {
    const clean = await picture(64, 64).gif().toBuffer();
    // Its width reads as the beginning of a comment, which ends behind the picture: GIF89a/*…*/=1;alert(…)
    const script = Buffer.concat([clean, Buffer.from('*/=1;alert("canary")//')]);
    script.write('/*', 6, 'latin1');
    const content = { kind: 'IMAGE' as const, name: 'a.gif', mediaType: 'image/gif' };
    const answer = await tryUpload(eve, { ...content, content: script });
    if (answer.__typename !== 'ConfirmUploadPayload')
      return expect(answer.__typename).toBe('FileRefusedError');
    const sent = Buffer.from(await (await download(eve, answer.media.full)).arrayBuffer());
    expect(sent.includes('alert')).toBe(false);
  });

  test('a comment that is a script is left out', async () => {
    const clean = await picture(64, 64).jpeg().toBuffer();
    const comment = Buffer.from(SCRIPT);
    const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
    const content = Buffer.concat([clean.subarray(0, 2), marker, comment, clean.subarray(2)]);
    const image = await upload(eve, { ...(await jpeg()), content });
    const sent = await (await download(eve, image.full)).arrayBuffer();
    expect(Buffer.from(sent).includes('script')).toBe(false);
  });

  test.each([
    ['a PDF that is a page and an archive', `%PDF-1.7\n${SCRIPT}PK\x03\x04`, 'application/pdf'],
    ['a page', `<!doctype html>${SCRIPT}`, 'text/html'],
    ['a drawing', `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`, 'image/svg+xml'],
    ['a document with a style', '<?xml-stylesheet href="x.xsl"?><x/>', 'application/xml'],
    ['a script', 'alert(1)', 'text/javascript'],
    ['a picture that is sent as a file', '\x89PNG\r\n\x1a\n', 'image/png'],
  ])('%s is only ever saved, whatever one asks for', async (_what, text, mediaType) => {
    const content = Buffer.from(text, 'latin1');
    const file = await upload(eve, { kind: 'FILE', name: 'menu.html', mediaType, content });
    for (const address of [file.full, `${file.full}?download=0`, `${file.full}?inline=1`]) {
      const { headers } = await download(eve, address);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/^sandbox;/);
    }
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

  test('of ten thousand characters is cut, and one that would add headers adds none', async () => {
    expect(await named(`${'tea '.repeat(2_500)}.pdf`)).toMatch(/^(tea )+\.?.*pdf$/);
    const names = [
      'a"; filename="b.html',
      'a\r\nX-Canary: 1\r\n\r\n<b>',
      "a'); X-Canary: 1; (b",
      'a%0d%0ab',
    ];
    for (const name of names) {
      const file = await upload(eve, { ...note(), name });
      const { headers } = await download(eve, file.full);
      expect(headers.get('x-canary')).toBeNull();
      const said = headers.get('content-disposition') ?? '';
      // One plain name in quotes that end where they should, and one in letters that need none.
      expect(said).toMatch(
        /^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[A-Za-z0-9%!~._-]*$/,
      );
    }
  });

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

describe('an address', () => {
  const locate = async (address: string) => {
    const headers = { authorization: `Bearer ${eve.token}` };
    const lead = await fetch(at(eve.url, address), { redirect: 'manual', headers });
    return { lead, location: at(eve.url, lead.headers.get('location') ?? '') };
  };

  test('is no picture for other sites, nor a reason for anybody’s cache to keep it', async () => {
    const image = await upload(eve, await jpeg());
    const bare = await fetch(at(eve.url, image.full), { redirect: 'manual' });
    expect(bare.status).toBe(401);
    const { lead, location } = await locate(image.full);
    expect(lead.headers.get('cache-control')).toMatch(/^private, /);
    const { headers } = await fetch(location);
    expect(headers.get('cross-origin-resource-policy')).toBe('same-site');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cache-control')).toMatch(/^private, /);
  });

  test.each([
    ['bytes=0-0,1-1,2-2,3-3,4-4,5-5', 200],
    [`bytes=${Array.from({ length: 2_000 }, (_, at) => `${at}-`).join(',')}`, 200],
    ['bytes=5-0', 200],
    ['bytes=0x0-0x1', 200],
    ['bytes=-0', 416],
    ['bytes=1e3-', 200],
    ['bytes=18446744073709551615-18446744073709551616', 416],
    ['bytes=-18446744073709551616', 206],
    [' bytes = 0 - 1 ', 200],
  ])('answers %j once, with what there is', async (range, status) => {
    const content = Buffer.from('0123456789');
    const file = await upload(eve, { ...note(), content });
    const response = await fetch((await locate(file.full)).location, { headers: { range } });
    expect(response.status).toBe(status);
    const sent = Buffer.from(await response.arrayBuffer());
    expect(sent.length).toBe(status === 416 ? 0 : content.length);
  });
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
