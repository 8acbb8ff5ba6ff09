import { between, randomFor, times } from './pictures/brush.ts';

/** Something to listen to, and how loud it is from beginning to end, 0 to 100. */
export interface Recording {
  content: Buffer;
  waveform: number[];
}

const RATE = 16_000;
const PEAKS = 64;
const HEADER_BYTES = 44;

/** Sixteen bits, one channel, without compression: every browser plays it, and nothing is needed to make it. Samples are −1 to 1. */
export function wav(samples: Float32Array, rate = RATE): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + 2 * samples.length);
  file.write('RIFF');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, place) => {
    file.writeInt16LE(
      Math.round(Math.max(-1, Math.min(1, value)) * 32_000),
      HEADER_BYTES + 2 * place,
    );
  });
  return file;
}

function recorded(seconds: number, at: (time: number, place: number) => number): Recording {
  const samples = Float32Array.from(
    times(Math.round(seconds * RATE), (place) => at(place / RATE, place)),
  );
  const stretch = Math.ceil(samples.length / PEAKS);
  const waveform = times(PEAKS, (place) => {
    const part = samples.subarray(place * stretch, (place + 1) * stretch);
    return Math.round(
      100 *
        Math.min(
          1,
          part.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
        ),
    );
  });
  return { content: wav(samples), waveform };
}

/** A cat asleep: some twenty-five beats a second, louder as it breathes out, and a small whistle at the end of each breath. */
export function purr(): Recording {
  const random = randomFor('purr');
  let [low, lower] = [0, 0];
  return recorded(7, (time) => {
    const breath = (time % 2.3) / 2.3;
    const out = breath > 0.45;
    const swell = out
      ? Math.sin(((breath - 0.45) / 0.55) * Math.PI)
      : 0.62 * Math.sin((breath / 0.45) * Math.PI);
    const beat = Math.max(0, Math.sin(2 * Math.PI * (out ? 23 : 27) * time)) ** 3;
    low += 0.09 * (random() * 2 - 1 - low);
    lower += 0.22 * (low - lower);
    const whistle = out
      ? 0.05 * Math.sin(2 * Math.PI * (620 + 60 * breath) * time) * swell ** 4
      : 0;
    return (
      swell * (0.25 + beat) * (lower * 3.4 + 0.16 * Math.sin(2 * Math.PI * 52 * time)) + whistle
    );
  });
}

/** Water comes to the boil, and the kettle says so. */
export function kettle(): Recording {
  const random = randomFor('kettle');
  let hiss = 0;
  let phase = 0;
  return recorded(5, (time) => {
    const heat = Math.min(1, time / 2.6);
    hiss += (0.1 + 0.5 * heat) * (random() * 2 - 1 - hiss);
    const call = time < 1.4 ? 0 : Math.min(1, (time - 1.4) / 1.1);
    phase += (2 * Math.PI * (1_150 + 900 * call + 14 * Math.sin(2 * Math.PI * 6 * time))) / RATE;
    const end = Math.min(1, (5 - time) / 0.35);
    return (
      end *
      (hiss * (0.1 + 0.22 * heat) +
        call ** 2 * (0.32 * Math.sin(phase) + 0.1 * Math.sin(2 * phase)))
    );
  });
}

/** Semitones above the A of the tuning fork, in eighths; the last is held. */
const TUNE = [
  -7, -5, -3, 0, -3, 0, 2, 0, -3, -5, -7, -10, -7, -5, -3, 0, -3, 0, 5, 4, 2, 0, -3, -5, -7,
];
const EIGHTH = 0.235;

/** A few bars on the fiddle: a bowed string, its body, and a hand that is not quite still. */
export function jig(): Recording {
  const random = randomFor('jig');
  const leanings = TUNE.map(() => between(random, -0.03, 0.03));
  const pressures = TUNE.map(
    (_, place) => between(random, 0.5, 0.75) + 0.3 * Math.sin((place / 8) * Math.PI) ** 2,
  );
  let phase = 0;
  return recorded((TUNE.length + 2.5) * EIGHTH, (time) => {
    const place = Math.min(TUNE.length - 1, Math.floor(time / EIGHTH));
    const since = time - place * EIGHTH;
    const length = place === TUNE.length - 1 ? 3.5 * EIGHTH : EIGHTH;
    const semitones = (TUNE[place] ?? 0) + (leanings[place] ?? 0);
    const vibrato = 1 + 0.004 * Math.min(1, since / 0.15) * Math.sin(2 * Math.PI * 5.6 * time);
    phase += (2 * Math.PI * 440 * 2 ** (semitones / 12) * vibrato) / RATE;
    const stroke =
      Math.min(1, since / 0.035) *
      Math.min(1, Math.max(0, (length - since) / 0.06)) *
      (pressures[place] ?? 0);
    const tone = [1, 0.62, 0.5, 0.26, 0.3, 0.14, 0.11, 0.07].reduce(
      (sum, loud, overtone) => sum + loud * Math.sin((overtone + 1) * phase + overtone),
      0,
    );
    return stroke * (0.21 * tone + 0.02 * (random() * 2 - 1));
  });
}
