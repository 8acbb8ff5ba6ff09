import { setImmediate as breathe } from 'node:timers/promises';
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathTarget,
  type Input,
  type InputAudioTrack,
  type InputFormat,
  type InputVideoTrack,
  MovOutputFormat,
  MP3,
  MP4,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OGG,
  OggOutputFormat,
  Output,
  type OutputFormat,
  QTFF,
  WAVE,
  WavOutputFormat,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';

/** Each container is written anew as what it was. What a player needs to begin stands in front, so that it need not look for it. */
const CONTAINERS = new Map<InputFormat, () => OutputFormat>([
  [MP4, () => new Mp4OutputFormat({ fastStart: 'reserve' })],
  [QTFF, () => new MovOutputFormat({ fastStart: 'reserve' })],
  [WEBM, () => new WebMOutputFormat()],
  [OGG, () => new OggOutputFormat()],
  [MP3, () => new Mp3OutputFormat()],
  [WAVE, () => new WavOutputFormat()],
]);

/** Self-contained ones only: a playlist would have other places fetched. */
export const FORMATS = [...CONTAINERS.keys()];

/** Of all tracks: an hour of 30 pictures a second and their sound have fewer. */
const PACKETS_MAX = 300_000;
/** What containers may take more for the same: their tables differ. */
const ROOM_BYTES = 1024 * 1024;
/** Packets before others have their turn. */
const AT_A_STRETCH = 500;

/** What is seen and what is heard; at least one of them. */
export interface Tracks {
  seen: InputVideoTrack | null;
  heard: InputAudioTrack | null;
}

/** Why a container that can be read is not written anew. */
export class RemuxError extends Error {}

/**
 * Writes a film or a recording anew from its encoded pictures and sounds alone, as they are: whatever else a camera, or
 * anybody, has put beside them stays behind. Where it was made, with what, by whom and when; texts, chapters, cover
 * pictures, further tracks. `bytes`: of what is read; they bound what is written, whatever the container claims.
 */
export async function remux(
  input: Input,
  tracks: Tracks,
  path: string,
  bytes: number,
): Promise<void> {
  const format = CONTAINERS.get(await input.getFormat())?.();
  if (!format) throw new RemuxError('Of no known kind');
  const budget = new Budget(bytes);
  const output = new Output({ format, target: new FilePathTarget(path) });
  try {
    const lanes = await openLanes(output, tracks, budget);
    await output.start();
    await copyInOrder(lanes, await shiftOf(format, tracks), budget);
    await output.finalize();
  } catch (error) {
    await output.cancel().catch(() => {});
    throw error;
  }
}

/** What one file may take, of packets and of their bytes, whatever its tables claim. */
class Budget {
  #bytes: number;
  #packets: number;
  #spent = 0;
  constructor(bytes: number) {
    this.#bytes = 2 * bytes + ROOM_BYTES;
    // None is without a byte of its own.
    this.#packets = Math.min(PACKETS_MAX, bytes);
  }
  /** A packet is found. */
  async count(): Promise<void> {
    this.#packets -= 1;
    if (this.#packets < 0) throw new RemuxError('Too many packets');
    await this.#pause();
  }
  /** A packet is copied. */
  async spend(bytes: number): Promise<void> {
    this.#bytes -= bytes;
    if (this.#bytes < 0) throw new RemuxError('Its packets overlap');
    await this.#pause();
  }
  async #pause(): Promise<void> {
    this.#spent += 1;
    if (this.#spent % AT_A_STRETCH === 0) await breathe();
  }
}

/** A track on its way from one container to the other. */
interface Lane {
  packets: AsyncGenerator<EncodedPacket>;
  next: EncodedPacket | null;
  add(packet: EncodedPacket): Promise<void>;
}

async function openLanes(output: Output, tracks: Tracks, budget: Budget): Promise<Lane[]> {
  const { seen, heard } = tracks;
  const lanes: Lane[] = [];
  if (seen) {
    const [codec, decoderConfig] = [await seen.getCodec(), await seen.getDecoderConfig()];
    if (!codec || !decoderConfig) throw new RemuxError('Nobody can show it');
    const source = new EncodedVideoPacketSource(codec);
    output.addVideoTrack(source, {
      transformationMatrix: await seen.getTransformationMatrix(),
      maximumPacketCount: await countPackets(seen, budget),
    });
    const add = (packet: EncodedPacket) => source.add(packet, { decoderConfig });
    lanes.push(await laneOf(seen, ordered(add)));
  }
  if (heard) {
    const [codec, config] = [await heard.getCodec(), await heard.getDecoderConfig()];
    if (!codec || !config) throw new RemuxError('Nobody can play it');
    const decoderConfig = { ...config, ...bare(codec, config.description) };
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source, { maximumPacketCount: await countPackets(heard, budget) });
    lanes.push(await laneOf(heard, (packet) => source.add(packet, { decoderConfig })));
  }
  return lanes;
}

async function laneOf(track: InputVideoTrack | InputAudioTrack, add: Lane['add']): Promise<Lane> {
  const sink = new EncodedPacketSink(track);
  const packets = sink.packets(undefined, undefined, { verifyKeyPackets: true });
  return { packets, add, next: await take(packets) };
}

const take = async (packets: AsyncGenerator<EncodedPacket>): Promise<EncodedPacket | null> => {
  const { done, value } = await packets.next();
  return done ? null : value;
};

async function countPackets(
  track: InputVideoTrack | InputAudioTrack,
  budget: Budget,
): Promise<number> {
  const sink = new EncodedPacketSink(track);
  let count = 0;
  for await (const _ of sink.packets(undefined, undefined, { metadataOnly: true })) {
    await budget.count();
    count += 1;
  }
  return count;
}

/** Some cameras mark pictures as ones to begin at that are shown before others that came earlier; a container takes none. */
function ordered(add: Lane['add']): Lane['add'] {
  let latest = Number.NEGATIVE_INFINITY;
  return async (packet) => {
    const misplaced = packet.type === 'key' && packet.timestamp < latest;
    latest = Math.max(latest, packet.timestamp);
    await add(misplaced ? packet.clone({ type: 'delta' }) : packet);
  };
}

/** By when they are due, so that neither sound nor pictures have to be waited for. */
async function copyInOrder(lanes: Lane[], shift: number, budget: Budget): Promise<void> {
  for (;;) {
    const [lane] = lanes
      .filter(({ next }) => next)
      .sort((one, other) => (one.next?.timestamp ?? 0) - (other.next?.timestamp ?? 0));
    const packet = lane?.next;
    if (!packet) return;
    await budget.spend(packet.byteLength);
    await lane.add(shift === 0 ? packet : packet.clone({ timestamp: packet.timestamp + shift }));
    lane.next = await take(lane.packets);
  }
}

/** What begins late begins at once; what begins before its time, as sounds do, goes on doing so where a container has words for it. */
async function shiftOf(format: OutputFormat, { seen, heard }: Tracks): Promise<number> {
  const starts = [await seen?.getFirstTimestamp(), await heard?.getFirstTimestamp()];
  const first = Math.min(...starts.filter((start) => start !== undefined));
  return first > 0 || format.negativeTimestampSupport !== 'full' ? -first : 0;
}

const FLAC_HEAD = 'fLaC';
/** The four letters, and the block that every decoder needs: what is sampled, and how. */
const FLAC_BYTES = FLAC_HEAD.length + 4 + 34;
const FLAC_LAST_BLOCK = 0x80;

/** What a decoder has to know to begin, without the comments that two codecs keep in the same place. */
function bare(
  codec: string,
  description: AllowSharedBufferSource | undefined,
): { description?: Uint8Array } {
  if (!description) return {};
  const whole = ArrayBuffer.isView(description)
    ? Buffer.from(description.buffer, description.byteOffset, description.byteLength)
    : Buffer.from(description);
  if (codec === 'vorbis') return { description: withoutComments(whole) };
  if (codec !== 'flac' || whole.toString('latin1', 0, 4) !== FLAC_HEAD) return {};
  const head = Buffer.from(whole.subarray(0, FLAC_BYTES));
  head[FLAC_HEAD.length] = FLAC_LAST_BLOCK;
  return { description: head };
}

/** As the Vorbis specification has it, 5.2: no vendor, no comment, and the bit that ends them. */
const NO_COMMENTS = Buffer.concat([Buffer.from('\x03vorbis'), Buffer.alloc(8), Buffer.from([1])]);

/** Three headers in the lacing of Xiph: how long the first two are, and then all of them. */
function withoutComments(headers: Buffer): Buffer {
  let at = 1;
  const lengths = [0, 1].map(() => {
    let length = 0;
    let part: number;
    do {
      part = headers[at++] ?? 0;
      length += part;
    } while (part === 255);
    return length;
  });
  const [first = 0, second = 0] = lengths;
  const head = headers.subarray(at, at + first);
  if (head.length > 254) throw new RemuxError('No head of Vorbis');
  const setup = headers.subarray(at + first + second);
  return Buffer.concat([
    Buffer.from([2, head.length, NO_COMMENTS.length]),
    head,
    NO_COMMENTS,
    setup,
  ]);
}
