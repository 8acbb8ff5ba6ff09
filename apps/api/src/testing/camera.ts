import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureSpeechPrograms } from '../../../../scripts/services/speech.ts';

/** Films and recordings as cameras and recorders write them, made by a real program, with everything they tell of their maker. */

const run = promisify(execFile);

/** What is written into every place that takes it; none of it may be left of what others download. */
export const SECRETS_OF_A_CAMERA = /canary|\+31\.2222|31\.2222|121\.4581/i;

const PLACE = '+31.2222+121.4581/';
const EVERYWHERE = [
  ...['-metadata', `location=${PLACE}`, '-metadata', `location-eng=${PLACE}`],
  ...['-metadata', `com.apple.quicktime.location.ISO6709=${PLACE}`],
  ...['-metadata', 'make=canary-make', '-metadata', 'model=canary-model'],
  ...['-metadata', 'title=canary-title', '-metadata', 'artist=canary-artist'],
  ...['-metadata', 'comment=canary-comment', '-metadata', 'encoded_by=canary-encoder'],
  ...['-metadata', 'creation_time=2019-04-05T06:07:08Z'],
  ...['-metadata:s', 'title=canary-track', '-metadata:s', 'handler_name=canary-handler'],
];
const SEEN = ['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=20:duration=2'];
const HEARD = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=2'];

async function made(ending: string, args: (folder: string) => Promise<string[]>): Promise<Buffer> {
  ensureSpeechPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'teahouse-camera-'));
  try {
    const path = join(folder, `made.${ending}`);
    await run('ffmpeg', ['-v', 'error', '-y', ...(await args(folder)), path]);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A box of ISO/IEC 14496-12. */
export function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

const XMP = Buffer.concat([
  Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'),
  Buffer.from('<x:xmpmeta><exif:GPSLatitude>31.2222</exif:GPSLatitude>canary-xmp</x:xmpmeta>'),
]);

const ENCODED = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '10', '-c:a', 'aac'];

/** Two seconds that were filmed on a phone held upright, with subtitles in which a helmet’s camera writes where it is. */
export async function filmed(ending: 'mp4' | 'mov'): Promise<Buffer> {
  const content = await made(ending, async (folder) => {
    const [telemetry, lying] = [join(folder, 'telemetry.srt'), join(folder, `lying.${ending}`)];
    await writeFile(telemetry, '1\n00:00:00,000 --> 00:00:02,000\ncanary-telemetry 31.2222\n');
    const inputs = [...SEEN, ...HEARD, '-i', telemetry, '-map', '0', '-map', '1', '-map', '2'];
    await run('ffmpeg', ['-v', 'error', ...inputs, ...ENCODED, '-c:s', 'mov_text', lying]);
    return [
      ...['-i', lying, '-map', '0', '-c', 'copy', '-metadata:s:v', 'rotate=90'],
      ...[...EVERYWHERE, '-movflags', 'use_metadata_tags'],
    ];
  });
  return Buffer.concat([content, box('uuid', XMP), box('free', Buffer.from('canary-free'))]);
}

/** Two seconds as a browser or a screen recorder writes them. */
export const screened = (sound: 'libopus' | 'libvorbis' = 'libopus'): Promise<Buffer> =>
  made('webm', async () => [
    ...[...SEEN, ...HEARD, '-c:v', 'libvpx', '-b:v', '200k', '-c:a', sound, ...EVERYWHERE],
  ]);

/** How recorders write sound, by the ending of their files. */
export const SOUNDS = {
  'opus.webm': ['-c:a', 'libopus', '-f', 'webm'],
  'vorbis.webm': ['-c:a', 'libvorbis', '-f', 'webm'],
  'opus.ogg': ['-c:a', 'libopus', '-f', 'ogg'],
  'vorbis.ogg': ['-c:a', 'libvorbis', '-f', 'ogg'],
  'aac.m4a': ['-c:a', 'aac', '-f', 'mp4', '-movflags', 'use_metadata_tags'],
  mp3: ['-c:a', 'libmp3lame', '-id3v2_version', '3', '-write_id3v1', '1', '-f', 'mp3'],
  wav: ['-c:a', 'pcm_s16le', '-f', 'wav'],
} as const;

/** Two seconds of a tone. */
export const recorded = (ending: keyof typeof SOUNDS): Promise<Buffer> =>
  made(ending, async () => [...HEARD, ...EVERYWHERE, ...SOUNDS[ending]]);

/** Whatever else has to be made, of a picture (input 0) and a tone (input 1). */
export const taken = (ending: string, ...args: string[]): Promise<Buffer> =>
  made(ending, async () => [...SEEN, ...HEARD, ...args]);

interface Probed {
  format: { duration?: string; tags?: Record<string, string> };
  streams: {
    codec_type: 'video' | 'audio' | 'subtitle' | 'data';
    codec_name: string;
    start_time: string;
    side_data_list?: { rotation?: number }[];
  }[];
}

/** What another program than ours finds in a film or a recording, and makes of it. */
export async function probe(content: Uint8Array) {
  ensureSpeechPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'teahouse-probe-'));
  try {
    const path = join(folder, 'probed');
    await writeFile(path, content);
    const show = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams'];
    const { streams, format } = JSON.parse(
      (await run('ffprobe', [...show, path])).stdout,
    ) as Probed;
    /** The checksum of what comes out of a decoder; not of the end, where padding is cut off by some. */
    const decoded = async (type: 'v' | 'a') => {
      const args = ['-v', 'error', '-i', path, '-map', `0:${type}:0`, '-vsync', 'passthrough'];
      const { stdout, stderr } = await run('ffmpeg', [...args, '-t', '1.9', '-f', 'md5', '-']);
      return stdout + stderr;
    };
    const found = (type: Probed['streams'][number]['codec_type']) =>
      streams.find(({ codec_type }) => codec_type === type);
    const [video, audio] = [found('video'), found('audio')];
    return {
      codecs: streams.map(({ codec_name }) => codec_name),
      seconds: Number(format.duration),
      rotation: video?.side_data_list?.[0]?.rotation,
      /** How much later the sound begins than the pictures. */
      lag: Number(audio?.start_time) - Number(video?.start_time),
      pictures: video && (await decoded('v')),
      sound: audio && (await decoded('a')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
