/** Something that somebody has said, as it was recorded. */
export interface Recording {
  bytes: Uint8Array;
  /** Of its content, and a name that ends accordingly: engines go by either. */
  mediaType: string;
  fileName: string;
}

/** Why there is no text. `message` names the reason for the log, without a word of what was said. */
export class SpeechError extends Error {
  constructor(
    reason: string,
    /** `SILENT`: no words were found. `REFUSED`: the engine does not take this recording. */
    readonly failure: 'SILENT' | 'REFUSED' | 'ENGINE',
  ) {
    super(reason);
  }

  /** Whether trying again would come to the same. */
  get final(): boolean {
    return this.failure !== 'ENGINE';
  }
}

/** Turns a recording into what an engine writes. */
export type Transcribe = (recording: Recording, signal: AbortSignal) => Promise<string>;
