import { DomainError } from '../platform/errors.ts';

export class FileTooLargeError extends DomainError {
  readonly rule = 'FILE_TOO_LARGE';
  constructor(
    readonly limit: number,
    readonly size: number,
  ) {
    super(`At most ${limit} bytes; this one has ${size}. Make it smaller or send it in parts.`);
  }
}

export class FileTypeError extends DomainError {
  readonly rule = 'FILE_TYPE';
  constructor(readonly allowed: readonly string[]) {
    super(`Only ${allowed.join(', ')} can be shown. Send anything else as a file.`);
  }
}

export class UploadIncompleteError extends DomainError {
  readonly rule = 'UPLOAD_INCOMPLETE';
  constructor() {
    super('The content has not arrived. Upload it to the address of the ticket, then confirm.');
  }
}

/** Why a content cannot be taken as what it was to be. */
export type Refusal =
  | 'IMAGE_BROKEN'
  | 'IMAGE_TOO_MANY_PIXELS'
  | 'VIDEO_BROKEN'
  | 'VOICE_BROKEN'
  | 'VOICE_TOO_LONG';

const REFUSALS: Record<Refusal, string> = {
  IMAGE_BROKEN: 'This picture cannot be read to its end.',
  IMAGE_TOO_MANY_PIXELS: 'This picture has too many pixels. Make it smaller.',
  VIDEO_BROKEN: 'This video cannot be read, or shows nothing.',
  VOICE_BROKEN: 'This recording cannot be read, or says nothing.',
  VOICE_TOO_LONG: 'This recording is too long.',
};

export class FileRefusedError extends DomainError {
  constructor(readonly rule: Refusal) {
    super(REFUSALS[rule]);
  }
}

/** The rule is the limit's own name. */
export class UploadLimitError extends DomainError {
  constructor(
    readonly rule: string,
    readonly retryAt: Date,
  ) {
    super(`You have uploaded as much as a day takes. Try again after ${retryAt.toISOString()}.`);
  }
}

export class TranscriptionUnavailableError extends DomainError {
  readonly rule = 'TRANSCRIPTION_UNAVAILABLE';
  constructor() {
    super('This installation has no engine that turns speech into text.');
  }
}

/** The rule is the limit's own name. */
export class TranscriptionLimitError extends DomainError {
  constructor(
    readonly rule: string,
    readonly retryAt: Date,
  ) {
    super(`That were as many as an hour takes. Try again after ${retryAt.toISOString()}.`);
  }
}
