import { loudness, peaksOf } from './waveform';

/** What is shorter was no more than a touch. */
const SHORTEST_MS = 700;
const PEAKS = 96;
const LEVEL_EVERY_MS = 50;
/** Speech needs no more. */
const BITS_PER_SECOND = 32_000;

/** In the order of preference; every browser that records knows one of them. */
const TYPES = [
  { recorded: 'audio/webm;codecs=opus', mediaType: 'audio/webm', extension: 'webm' },
  { recorded: 'audio/mp4', mediaType: 'audio/mp4', extension: 'm4a' },
  { recorded: 'audio/ogg;codecs=opus', mediaType: 'audio/ogg', extension: 'ogg' },
] as const;

/** Why nothing can be recorded. */
export type RecordingProblem = 'refused' | 'missing' | 'unsupported' | 'failed';

export class RecordingError extends Error {
  constructor(readonly problem: RecordingProblem) {
    super(problem);
  }
}

export interface Recorded {
  name: string;
  mediaType: string;
  bytes: Blob;
  durationMs: number;
  waveform: number[];
}

const supportedType = () =>
  typeof MediaRecorder === 'undefined'
    ? undefined
    : TYPES.find(({ recorded }) => MediaRecorder.isTypeSupported(recorded));

async function openMicrophone(): Promise<MediaStream> {
  // Pages without https have no microphone to ask for.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new RecordingError('unsupported');
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return devices.getUserMedia({ audio }).catch((error: DOMException) => {
    if (error.name === 'NotAllowedError' || error.name === 'SecurityError')
      throw new RecordingError('refused');
    throw new RecordingError(error.name === 'NotFoundError' ? 'missing' : 'failed');
  });
}

/** What a recording asks and tells while it goes on. */
interface Listening {
  /** So long it may be. */
  maxSeconds(): number;
  /** It is as loud as that now. */
  level(): void;
  /** The microphone is gone. */
  broken(): void;
}

/** Something that is being said. The microphone is open from `start` to `stop` or `cancel`, and no longer. */
export class Recording {
  /** How loud it has been, every LEVEL_EVERY_MS, from 0 to 100. The newest is the last. */
  readonly levels: number[] = [];
  private readonly chunks: Blob[] = [];
  private readonly startedAt = performance.now();
  private readonly meter: ReturnType<typeof setInterval>;
  private readonly ended: Promise<void>;

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    private readonly listening: AudioContext,
    private readonly type: (typeof TYPES)[number],
    private readonly on: Listening,
  ) {
    recorder.ondataavailable = ({ data }) => this.chunks.push(data);
    this.ended = new Promise((resolve) => {
      recorder.onstop = () => resolve();
    });
    const analyser = listening.createAnalyser();
    analyser.fftSize = 2048;
    listening.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.meter = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.levels.push(loudness(samples));
      on.level();
    }, LEVEL_EVERY_MS);
    // Pulled out, or taken by a call.
    for (const track of stream.getTracks()) track.onended = on.broken;
    recorder.onerror = on.broken;
    recorder.start(1_000);
  }

  /** Asks for the microphone where it has to. */
  static async start(on: Listening): Promise<Recording> {
    const type = supportedType();
    if (!type) throw new RecordingError('unsupported');
    const stream = await openMicrophone();
    try {
      const options = { mimeType: type.recorded, audioBitsPerSecond: BITS_PER_SECOND };
      const recorder = new MediaRecorder(stream, options);
      const listening = new AudioContext();
      return new Recording(stream, recorder, listening, type, on);
    } catch {
      for (const track of stream.getTracks()) track.stop();
      throw new RecordingError('failed');
    }
  }

  get seconds(): number {
    return (performance.now() - this.startedAt) / 1_000;
  }

  /** Until it ends by itself. */
  get secondsLeft(): number {
    return this.on.maxSeconds() - this.seconds;
  }

  /** What was said, or null when that was too short to be meant. */
  async stop(): Promise<Recorded | null> {
    const durationMs = Math.round(1_000 * Math.min(this.on.maxSeconds(), this.seconds));
    await this.close();
    const { mediaType, extension } = this.type;
    const bytes = new Blob(this.chunks, { type: mediaType });
    if (durationMs < SHORTEST_MS || bytes.size === 0) return null;
    const waveform = peaksOf(this.levels, PEAKS);
    return { name: `voice.${extension}`, mediaType, bytes, durationMs, waveform };
  }

  async cancel(): Promise<void> {
    await this.close();
    this.chunks.length = 0;
  }

  private async close(): Promise<void> {
    clearInterval(this.meter);
    if (this.recorder.state !== 'inactive') {
      this.recorder.stop();
      await this.ended;
    }
    for (const track of this.stream.getTracks()) {
      track.onended = null;
      track.stop();
    }
    if (this.listening.state !== 'closed') await this.listening.close();
  }
}
