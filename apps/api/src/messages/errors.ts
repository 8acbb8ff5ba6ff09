import { DomainError } from '../platform/errors.ts';

export class TextEmptyError extends DomainError {
  readonly rule = 'TEXT_EMPTY';
  constructor() {
    super('A message needs at least one character that is not a space.');
  }
}

export class TextTooLongError extends DomainError {
  readonly rule = 'TEXT_TOO_LONG';
  constructor(
    readonly limit: number,
    readonly length: number,
  ) {
    super(`A message has at most ${limit} characters; this one has ${length}. Send it in parts.`);
  }
}

export class ClientIdReusedError extends DomainError {
  readonly rule = 'CLIENT_ID_REUSED';
  constructor() {
    super('This clientId belongs to another message of yours. Make a new one for each message.');
  }
}
