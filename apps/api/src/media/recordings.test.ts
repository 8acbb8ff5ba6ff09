import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  box,
  filmed,
  probe,
  recorded,
  SECRETS_OF_A_CAMERA,
  SOUNDS,
  screened,
  taken,
} from '../testing/camera.ts';
import { download, objectsOf, tryUpload, upload } from '../testing/media.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

/** What is filmed and said is passed on, and nothing else that a camera has written beside it. */

let stage: Stage;
let mei: Person;
beforeAll(async () => {
  stage = await startStage();
  mei = await stage.world.user('Mei');
});
afterAll(() => stage.close());

const asVideo = (content: Buffer, mediaType = 'video/mp4') => ({
  ...{ kind: 'VIDEO' as const, name: 'walk', mediaType, content },
});
const asVoice = (content: Buffer, mediaType = 'audio/mp4') => ({
  ...{ kind: 'VOICE' as const, name: 'voice', mediaType, content },
});
const ruleOf = async (content: Parameters<typeof tryUpload>[1]) => {
  const answer = await tryUpload(mei, content);
  return 'rule' in answer ? answer.rule : 'taken';
};
const sentOf = async (address: string) =>
  Buffer.from(await (await download(mei, address)).arrayBuffer());

/** Without what was uploaded, which nobody is ever led to. */
async function keptOf(content: Parameters<typeof tryUpload>[1]): Promise<Buffer[]> {
  const before = new Set(await objectsOf(stage));
  await upload(mei, content);
  const added = (await objectsOf(stage)).filter((key) => !before.has(key));
  const kept = added.filter((key) => !key.startsWith('incoming/'));
  expect(kept).not.toEqual([]);
  return Promise.all(kept.map((key) => stage.backend.storage.read(key)));
}

const tells = (content: Buffer) => SECRETS_OF_A_CAMERA.test(content.toString('latin1'));

describe('a film', () => {
  test.each([
    ['video/mp4', () => filmed('mp4')],
    ['video/quicktime', () => filmed('mov')],
    ['video/webm', () => screened()],
    ['video/webm', () => screened('libvorbis')],
  ])(
    'tells nothing of where and with what it was made, and shows the same: %s',
    async (mediaType, make) => {
      const content = await make();
      expect(tells(content)).toBe(true);
      const [before, video] = [
        await probe(content),
        await upload(mei, asVideo(content, mediaType)),
      ];
      if (video.__typename !== 'Video') throw new Error('No film');
      const sent = await sentOf(video.full);
      expect(tells(sent)).toBe(false);
      const after = await probe(sent);
      const [seen, heard] = before.codecs;
      expect(after.codecs).toEqual([seen, heard]);
      expect(after).toMatchObject({
        ...{ rotation: before.rotation, pictures: before.pictures, sound: before.sound },
      });
      if (before.sound) expect(Math.abs(after.lag - before.lag)).toBeLessThan(0.01);
      expect(Math.abs(after.seconds - 2)).toBeLessThan(0.1);
      const upright = mediaType === 'video/webm' ? [160, 120] : [120, 160];
      expect([video.width, video.height]).toEqual(upright);
      expect(video).toMatchObject({ mediaType, bytes: sent.length });
      for (const kept of await keptOf(asVideo(content, mediaType))) expect(tells(kept)).toBe(false);
    },
  );

  test('is asked for in parts, and what a player needs to begin stands in front', async () => {
    const video = await upload(mei, asVideo(await filmed('mp4')));
    const whole = await sentOf(video.full);
    expect(whole.indexOf('moov')).toBeLessThan(whole.indexOf('mdat'));
    const [start, end] = [Math.floor(whole.length / 2), whole.length - 1];
    const part = await download(mei, video.full, { range: `bytes=${start}-${end}` });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end}/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(start))).toBe(true);
  });

  test('that was written piece by piece comes out as one that can be wound', async () => {
    const pieces = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-g', '5'];
    const content = await taken('mp4', '-c:v', 'libx264', '-c:a', 'aac', ...pieces);
    const video = await upload(mei, asVideo(content));
    const sent = await sentOf(video.full);
    expect(sent.includes('moof')).toBe(false);
    const [before, after] = [await probe(content), await probe(sent)];
    expect([after.pictures, after.sound]).toEqual([before.pictures, before.sound]);
  });

  test('that shows nothing which a container of its kind takes is refused', async () => {
    const unknown = await taken('mov', '-map', '0', '-c:v', 'mjpeg');
    expect(await ruleOf(asVideo(unknown, 'video/quicktime'))).toBe('VIDEO_BROKEN');
    expect(await ruleOf(asVideo(await recorded('aac.m4a')))).toBe('VIDEO_BROKEN');
    const matroska = await taken('mkv', '-c:v', 'libx264', '-c:a', 'aac');
    expect(await ruleOf(asVideo(matroska, 'video/webm'))).toBe('VIDEO_BROKEN');
  });
});

describe('a recording', () => {
  test.each(Object.keys(SOUNDS) as (keyof typeof SOUNDS)[])(
    'tells nothing of who made it with what, and sounds the same: %s',
    async (ending) => {
      const content = await recorded(ending);
      expect(tells(content)).toBe(true);
      const before = await probe(content);
      const voice = await upload(mei, asVoice(content));
      if (voice.__typename !== 'Voice') throw new Error('No voice');
      const sent = await sentOf(voice.full);
      expect(tells(sent)).toBe(false);
      const after = await probe(sent);
      expect(after.codecs).toEqual(before.codecs);
      // Only the encoder’s own note says how much of an MP3’s beginning is silence.
      if (ending !== 'mp3') expect(after.sound).toBe(before.sound);
      expect(Math.abs(voice.durationMs - 2_000)).toBeLessThan(70);
      expect(voice.bytes).toBe(sent.length);
      for (const kept of await keptOf(asVoice(content))) expect(tells(kept)).toBe(false);
    },
  );

  test('tells nothing of what stands in the head of its codec', async () => {
    const content = await recorded('vorbis.webm');
    const comments = content.indexOf('\x03vorbis', 0, 'latin1');
    content.write('canary-head', comments + 11);
    const voice = await upload(mei, asVoice(content, 'audio/webm'));
    const sent = await sentOf(voice.full);
    expect(sent.includes('canary-head')).toBe(false);
    expect((await probe(sent)).sound).toBe((await probe(content)).sound);
  });

  test('of a browser, which cannot say how long it will be, says so afterwards', async () => {
    const content = await taken('webm', '-map', '1', '-c:a', 'libopus', '-live', '1');
    expect((await probe(content)).seconds).toBeNaN();
    const voice = await upload(mei, asVoice(content, 'audio/webm'));
    expect(Math.round((await probe(await sentOf(voice.full))).seconds)).toBe(2);
  });

  test('is of one sound, in a form that every browser plays, and shows nothing', async () => {
    const sounds = ['-map', '1', '-map', '1', '-c:a', 'aac'];
    expect(await ruleOf(asVoice(await taken('m4a', ...sounds)))).toBe('VOICE_BROKEN');
    const pictures = ['-c:v', 'libvpx', '-c:a', 'libopus'];
    expect(await ruleOf(asVoice(await taken('webm', ...pictures)))).toBe('VOICE_BROKEN');
    const mute = ['-map', '0', '-c:v', 'libx264'];
    expect(await ruleOf(asVoice(await taken('mp4', ...mute)))).toBe('VOICE_BROKEN');
    for (const codec of ['ac3', 'alac', 'flac']) {
      const content = await taken('mp4', '-map', '1', '-c:a', codec, '-strict', '-2');
      expect([codec, await ruleOf(asVoice(content))]).toEqual([codec, 'VOICE_BROKEN']);
    }
  });

  test('is as long as it plays, not as long as it claims', async () => {
    const long = ['-f', 'lavfi', '-i', 'sine=sample_rate=8000:duration=70', '-map', '2'];
    const content = await taken('m4a', ...long, '-c:a', 'aac', '-b:a', '8k');
    for (const type of ['mvhd', 'tkhd', 'mdhd', 'elst']) claimSeconds(content, type, 2);
    expect((await probe(content)).seconds).toBeLessThan(60);
    expect(await ruleOf(asVoice(content))).toBe('VOICE_TOO_LONG');
  });

  test('that claims to hold thousands of times what it has is refused before it fills a disk', async () => {
    const content = await taken('m4a', '-map', '1', '-c:a', 'aac');
    const bomb = repeated(Buffer.concat([content, box('free', Buffer.alloc(1_000_000, 1))]), {
      ...{ count: 1_000, bytes: 1_000_000, at: content.length + 8 },
    });
    expect(bomb.length).toBeLessThan(1_100_000);
    expect(await ruleOf(asVoice(bomb))).toBe('VOICE_BROKEN');
    const crumbs = repeated(content, { count: 2_000_000_000, bytes: 1, at: 100 });
    expect(await ruleOf(asVoice(crumbs))).toBe('VOICE_BROKEN');
  }, 60_000);
});

/** Where the content of the first box of this type begins. */
const contentOf = (file: Buffer, type: string) => file.indexOf(type, 0, 'latin1') + 4;

/** Has a box claim another duration, in whatever units the box counts. */
function claimSeconds(file: Buffer, type: string, seconds: number): void {
  const at = contentOf(file, type);
  const scale = file.readUInt32BE(contentOf(file, type === 'mdhd' ? 'mdhd' : 'mvhd') + 12);
  const place = { mvhd: 16, tkhd: 20, mdhd: 16, elst: 8 }[type] ?? 0;
  file.writeUInt32BE(seconds * scale, at + place);
}

/** The same bytes of a file, over and over, as the packets of its only track. Its tables stand behind its content. */
function repeated(
  file: Buffer,
  { count, bytes, at }: { count: number; bytes: number; at: number },
): Buffer {
  const words = (...values: number[]) => {
    const content = Buffer.alloc(4 * values.length);
    for (const [index, value] of values.entries()) content.writeUInt32BE(value, 4 * index);
    return content;
  };
  const chunks = Math.min(count, 1_000);
  const tables: Record<string, Buffer> = {
    stts: words(0, 1, count, 1),
    stsc: words(0, 1, 1, Math.ceil(count / chunks), 1),
    stsz: words(0, bytes, count),
    stco: words(0, chunks, ...Array.from({ length: chunks }, () => at)),
  };
  const within = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
  const rewrite = (content: Buffer): Buffer => {
    const parts: Buffer[] = [];
    for (let start = 0; start < content.length; ) {
      const size = content.readUInt32BE(start);
      const type = content.toString('latin1', start + 4, start + 8);
      const inner = content.subarray(start + 8, start + size);
      if (within.has(type)) parts.push(box(type, rewrite(inner)));
      else parts.push(box(type, tables[type] ?? inner));
      start += size;
    }
    return Buffer.concat(parts);
  };
  return rewrite(file);
}
