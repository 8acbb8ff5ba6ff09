import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  age,
  at,
  confirm,
  download,
  film,
  jpeg,
  note,
  picture,
  put,
  RequestUpload,
  recording,
  statusOf,
  ticketFor,
  tryUpload,
  upload,
} from '../testing/media.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

let stage: Stage;
let mei: Person;
let tom: Person;
beforeAll(async () => {
  stage = await startStage();
  [mei, tom] = [await stage.world.user('Mei'), await stage.world.user('Tom')];
});
afterAll(() => stage.close());

const bytesOf = async (person: Person, address: string) =>
  Buffer.from(await (await download(person, address)).arrayBuffer());

describe('a picture', () => {
  test('is kept in three sizes, with its box and something to show until it is there', async () => {
    const content = await picture(2000, 1000).jpeg().toBuffer();
    const image = await upload(mei, { ...(await jpeg()), content });
    if (image.__typename !== 'Image') throw new Error('No picture');
    const described = {
      fileName: 'teapot.jpg',
      mediaType: 'image/jpeg',
      width: 2000,
      height: 1000,
    };
    expect(image).toMatchObject({ ...described, animated: false });
    const sizes = [];
    for (const address of [image.full, image.preview, image.thumbnail]) {
      const { format, width, height } = await sharp(await bytesOf(mei, address)).metadata();
      sizes.push([format, width, height]);
    }
    expect(sizes).toEqual([
      ['jpeg', 2000, 1000],
      ['webp', 1280, 640],
      ['webp', 320, 160],
    ]);
    expect(Buffer.from(image.placeholder ?? '', 'base64').length).toBeGreaterThan(4);
  });

  test('stands upright and tells nothing of where it was taken, in any size', async () => {
    const content = await picture(600, 400)
      .withExif({
        IFD0: { Artist: 'canary-artist', Copyright: 'canary-owner' },
        IFD3: { GPSLatitude: '31/1 13/1 49/1', GPSMapDatum: 'canary-place' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(content.includes('canary-place')).toBe(true);
    const image = await upload(mei, { ...(await jpeg()), content });
    if (image.__typename !== 'Image') throw new Error('No picture');
    expect([image.width, image.height]).toEqual([400, 600]);
    for (const address of [image.full, image.preview, image.thumbnail]) {
      const sent = await bytesOf(mei, address);
      const { exif, xmp, iptc, orientation, width, height } = await sharp(sent).metadata();
      expect({ exif, xmp, iptc, orientation }).toEqual({});
      expect((height ?? 0) > (width ?? 0)).toBe(true);
      expect(/canary|Exif|GPS/i.test(sent.toString('latin1'))).toBe(false);
    }
  });

  test('that moves goes on moving', async () => {
    const frames = await Promise.all(
      ['#aa0000', '#00aa00', '#0000aa'].map((background) =>
        sharp({ create: { width: 60, height: 40, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const content = await sharp(frames, { join: { animated: true } })
      .gif({ loop: 0 })
      .toBuffer();
    const image = await upload(mei, { ...(await jpeg()), mediaType: 'image/gif', content });
    if (image.__typename !== 'Image') throw new Error('No picture');
    expect(image).toMatchObject({ animated: true, mediaType: 'image/gif', width: 60, height: 40 });
    expect((await sharp(await bytesOf(mei, image.full)).metadata()).pages).toBe(3);
  });
});

describe('a file', () => {
  test('comes back byte for byte, and only ever to be saved', async () => {
    const page = note('<script>alert(document.cookie)</script>');
    const file = await upload(mei, { ...page, name: '茶谱.html', mediaType: 'text/html' });
    if (file.__typename !== 'File') throw new Error('No file');
    expect(file).toMatchObject({ fileName: '茶谱.html', bytes: page.content.length });
    const response = await download(mei, file.full);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="__.html"; filename*=UTF-8''%E8%8C%B6%E8%B0%B1.html`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect(await response.text()).toBe(page.content.toString());
  });

  test('is asked for in parts, so that a broken download goes on', async () => {
    const content = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
    const file = await upload(mei, { ...note(), content });
    const part = async (headers: Record<string, string>) => {
      const response = await download(mei, file.full, headers);
      const sent = Buffer.from(await response.arrayBuffer());
      return [response.status, response.headers.get('content-range'), sent.length, sent[0]];
    };
    expect(await part({ range: 'bytes=10-19' })).toEqual([206, 'bytes 10-19/1000', 10, 10]);
    expect(await part({ range: 'bytes=990-' })).toEqual([206, 'bytes 990-999/1000', 10, 990 % 251]);
    expect(await part({ range: 'bytes=-10' })).toEqual([206, 'bytes 990-999/1000', 10, 990 % 251]);
    expect(await part({ range: 'bytes=0-99999' })).toEqual([206, 'bytes 0-999/1000', 1000, 0]);
    expect(await part({ range: 'bytes=1000-' })).toEqual([416, 'bytes */1000', 0, undefined]);
    const far = `bytes=${'9'.repeat(40)}-`;
    expect(await part({ range: far })).toEqual([416, 'bytes */1000', 0, undefined]);
    const all = [200, null, 1000, 0];
    expect(await part({ range: 'bytes=0-1,5-6' })).toEqual(all);
    expect(await part({ range: 'bytes=-' })).toEqual(all);
    expect(await part({ range: 'bytes=9-3' })).toEqual(all);
    expect(await part({ range: 'lines=0-1' })).toEqual(all);
    expect(await part({ range: 'bytes=0-1', 'if-range': '"another"' })).toEqual(all);
    const etag = (await download(mei, file.full)).headers.get('etag') ?? '';
    expect((await part({ range: 'bytes=0-1', 'if-range': etag }))[0]).toBe(206);
    expect((await download(mei, file.full, { 'if-none-match': etag })).status).toBe(304);
  });

  test('that is broken off for longer than its address lives goes on, for whoever may still read it', async () => {
    const hasty = await startStageOn(stage.databaseUrl, { FILE_ADDRESS_SECONDS: '1' });
    try {
      const content = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
      const file = await upload(mei, { ...note(), content });
      const path = `${new URL(file.full).pathname}?download=1`;
      const lead = (token: string, address: string) =>
        fetch(hasty.url + address, {
          redirect: 'manual',
          headers: { authorization: `Bearer ${token}`, range: 'bytes=600-' },
        });
      const first = (await lead(mei.token, path)).headers.get('location') ?? '';
      const signature = new URL(first, hasty.url).searchParams.get('signature') ?? '';
      await vi.waitFor(async () => expect((await lead('', first)).status).toBe(307), {
        timeout: 10_000,
      });
      const over = await lead('', first);
      expect(over.headers.get('location')).toBe(path);
      expect(over.headers.get('cache-control')).toBe('no-store');
      // What it leads to cannot be changed, and asks who it is.
      const astray = first.replace(/again=[^&]*/, 'again=%2F%2Fevil.example');
      expect(astray).not.toBe(first);
      expect((await lead('', astray)).status).toBe(403);
      expect((await lead('', first.replace(signature, 'AAAA'))).status).toBe(403);
      expect((await lead('', path)).status).toBe(401);
      expect((await lead((await stage.world.user('Eve')).token, path)).status).toBe(404);
      const next = await lead(mei.token, path);
      const rest = await lead('', next.headers.get('location') ?? '');
      expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 600-999/1000']);
      expect(Buffer.from(await rest.arrayBuffer()).equals(content.subarray(600))).toBe(true);
    } finally {
      await hasty.close();
    }
  });
});

describe('a film and a recording', () => {
  test('say how long they take, whatever their sender says', async () => {
    const poster = await upload(mei, await jpeg());
    if (poster.__typename !== 'Image') throw new Error('No picture');
    const video = await upload(mei, await film(), { posterId: poster.id });
    if (video.__typename !== 'Video') throw new Error('No film');
    expect(video).toMatchObject({ mediaType: 'video/webm', width: 320, height: 180 });
    expect(video.durationMs).toBe(2_000);
    expect(video.placeholder).toBe(poster.placeholder);
    expect(await statusOf(mei, video.posterUrl ?? '')).toBe(200);
    expect((await download(mei, video.full)).headers.get('content-type')).toBe('video/webm');
    const voice = await upload(mei, recording(3), { waveform: [0, 50, 100] });
    expect(voice).toMatchObject({
      mediaType: 'audio/wav',
      durationMs: 3_000,
      waveform: [0, 50, 100],
    });
  });

  test('without a poster a film has none', async () => {
    expect(await upload(mei, await film())).toMatchObject({ posterUrl: null, placeholder: null });
  });

  test('take a poster of the caller’s alone', async () => {
    const poster = await upload(tom, await jpeg());
    if (poster.__typename !== 'Image') throw new Error('No picture');
    const refused = await tryUpload(mei, await film(), { posterId: poster.id });
    expect(refused).toMatchObject({ __typename: 'NotFoundError' });
  });

  test('are refused where they are too long, or nothing of the kind', async () => {
    const refused = async (content: Parameters<typeof tryUpload>[1]) =>
      tryUpload(mei, content).then((answer) => ('rule' in answer ? answer.rule : 'taken'));
    expect(await refused(recording(70))).toBe('VOICE_TOO_LONG');
    expect(await refused({ ...recording(), content: Buffer.from('RIFF, or so') })).toBe(
      'VOICE_BROKEN',
    );
    expect(await refused({ ...recording(), content: (await film()).content })).toBe('VOICE_BROKEN');
    expect(await refused({ ...(await film()), content: recording().content })).toBe('VIDEO_BROKEN');
    const broken = (await film()).content.subarray(0, 40);
    expect(await refused({ ...(await film()), content: broken })).toBe('VIDEO_BROKEN');
    const playlist = Buffer.from('#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:1/internal.ts\n');
    expect(await refused({ ...(await film()), content: playlist })).toBe('VIDEO_BROKEN');
  });
});

describe('a ticket', () => {
  test('is for one size, one type and one content, and is refused where it is too much', async () => {
    const ask = async (input: object) => {
      const given = {
        kind: 'IMAGE' as const,
        name: 'a',
        mediaType: 'image/png',
        bytes: 10,
        ...input,
      };
      return (await mei.ask(RequestUpload, { input: given })).requestUpload;
    };
    expect(await ask({ bytes: 5 * 1024 * 1024 + 1 })).toMatchObject({
      rule: 'FILE_TOO_LARGE',
      limit: 5242880,
      size: 5242881,
    });
    expect(await ask({ kind: 'FILE', bytes: 20 * 1024 * 1024 + 1 })).toMatchObject({
      limit: 20971520,
    });
    expect(await ask({ bytes: 0 })).toMatchObject({ field: 'bytes' });
    expect(await ask({ mediaType: 'image/svg+xml' })).toMatchObject({
      allowed: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    });
    const content = note('0123456789');
    const ticket = await ticketFor(mei, content);
    const send = async (sent: string, more: Record<string, string> = {}) =>
      (await put(mei, ticket, Buffer.from(sent), more).catch(() => ({ status: 0 }))).status;
    expect(await send('01234567890')).toBe(403);
    expect(await send('012345678')).toBe(403);
    expect(await send('0123456789', { 'content-type': 'text/html' })).toBe(403);
    expect(await confirm(mei, ticket.id)).toMatchObject({ __typename: 'UploadIncompleteError' });
    expect(await send('0123456789')).toBe(200);
    expect(await send('9876543210')).toBe(200);
    expect(await confirm(mei, ticket.id)).toMatchObject({ __typename: 'ConfirmUploadPayload' });
  });

  test('changes nothing once it is confirmed, however often and at once that is', async () => {
    const ticket = await ticketFor(mei, note('first'));
    await put(mei, ticket, Buffer.from('first'));
    const answers = await Promise.all([1, 2, 3, 4].map(() => confirm(mei, ticket.id)));
    const [one] = answers;
    expect(answers).toEqual(answers.map(() => one));
    if (one?.__typename !== 'ConfirmUploadPayload') throw new Error('Not confirmed');
    expect((await put(mei, ticket, Buffer.from('other'))).status).toBe(200);
    expect(await confirm(mei, ticket.id)).toEqual(one);
    expect((await bytesOf(mei, one.media.full)).toString()).toBe('first');
  });

  test('is over after an hour, and is nobody else’s', async () => {
    const ticket = await ticketFor(mei, note());
    await put(mei, ticket, note().content);
    expect(await confirm(tom, ticket.id)).toMatchObject({ __typename: 'NotFoundError' });
    await age(stage, ticket.id, 2);
    expect(await confirm(mei, ticket.id)).toMatchObject({ __typename: 'NotFoundError' });
  });

  test('counts towards what a day takes', async () => {
    const frugal = await startStage({ UPLOADS_BYTES_PER_DAY: '200000' });
    try {
      const lin = await frugal.world.user('Lin');
      const ask = async () =>
        (
          await lin.ask(RequestUpload, {
            input: { kind: 'FILE', name: 'a', mediaType: 'text/plain', bytes: 90_000 },
          })
        ).requestUpload;
      expect([(await ask()).__typename, (await ask()).__typename]).toEqual([
        'RequestUploadPayload',
        'RequestUploadPayload',
      ]);
      expect(await ask()).toMatchObject({
        rule: 'UPLOADS_BYTES_PER_DAY',
        retryAt: expect.any(String),
      });
    } finally {
      await frugal.close();
    }
  });
});

describe('a signed address', () => {
  test('does one thing with one object until it ends', async () => {
    const [one, other] = [await upload(mei, note('one')), await upload(mei, note('two'))];
    const locate = async (address: string) =>
      (
        await fetch(at(mei.url, address), {
          redirect: 'manual',
          headers: { authorization: `Bearer ${mei.token}` },
        })
      ).headers.get('location') ?? '';
    const [here, there] = [await locate(one.full), await locate(other.full)];
    const [path, query] = here.split('?');
    const status = async (address: string, init?: RequestInit) =>
      (await fetch(mei.url + address, init)).status;
    const changed = (name: string, value: string) => {
      const given = new URLSearchParams(query);
      given.set(name, value);
      return `${path}?${given}`;
    };
    expect(await status(here)).toBe(200);
    expect(await status(`${there.split('?')[0]}?${query}`)).toBe(403);
    expect(await status(changed('expires', String(Date.now())))).toBe(403);
    expect(await status(changed('type', 'text/html'))).toBe(403);
    expect(await status(changed('disposition', 'inline'))).toBe(403);
    expect(await status(changed('signature', 'AAAA'))).toBe(403);
    expect(await status(path ?? '')).toBe(403);
    expect(await status(here, { method: 'PUT', body: 'one' })).toBe(403);
    expect(await status(here, { method: 'DELETE' })).toBe(405);
    const ticket = await ticketFor(mei, note('three'));
    const upload_ = new URL(ticket.url);
    expect(await status(upload_.pathname + upload_.search)).toBe(403);
    expect(await status('/storage/../../../etc/passwd')).toBe(404);
    expect(await status('/storage/files/..%2f..%2fetc%2fpasswd')).toBe(403);
    const over = await stage.backend.storage.signDownload(path?.replace('/storage/', '') ?? '', {
      ...{ mediaType: 'text/plain', disposition: 'inline', seconds: -1 },
    });
    expect(await status(over)).toBe(403);
  });

  test('is handed to whoever is signed in on a device that still is, and for reading alone', async () => {
    const file = await upload(mei, note());
    const device = await mei.onAnotherDevice();
    const asked = (token: string, init: RequestInit = {}) =>
      fetch(at(mei.url, file.full), {
        redirect: 'manual',
        headers: token ? { authorization: `Bearer ${token}` } : {},
        ...init,
      }).then(({ status }) => status);
    expect(await asked(device.token)).toBe(302);
    expect(await asked('')).toBe(401);
    expect(await asked('nonsense')).toBe(401);
    expect(await asked(tom.token)).toBe(404);
    const url = new URL(file.full);
    expect(await statusOf(mei, url.pathname.replace('full', 'preview'))).toBe(404);
    const id = createHash('md5').update(url.pathname).digest('hex');
    const unknown = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    expect(await statusOf(mei, `/files/${unknown}/full`)).toBe(404);
    expect(await statusOf(mei, '/files/1/full')).toBe(404);
  });
});
