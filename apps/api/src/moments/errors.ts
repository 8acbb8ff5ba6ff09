import { DomainError } from '../platform/errors.ts';

export class MomentEmptyError extends DomainError {
  readonly rule = 'MOMENT_EMPTY';
  constructor() {
    super('There is nothing to be seen in it. Write something, or add a picture or a video.');
  }
}

export class MomentTextTooLongError extends DomainError {
  readonly rule = 'MOMENT_TEXT_TOO_LONG';
  constructor(
    readonly limit: number,
    readonly length: number,
  ) {
    super(`At most ${limit} characters; this has ${length}. Shorten it.`);
  }
}

/** The rule is the limit's own name. */
export class MomentRateLimitedError extends DomainError {
  constructor(
    readonly rule: string,
    readonly limit: number,
    readonly retryAt: Date,
  ) {
    super(`There were ${limit} already. Try again after ${retryAt.toISOString()}.`);
  }
}

export class NotOwnCommentError extends DomainError {
  readonly rule = 'NOT_OWN_COMMENT';
  constructor() {
    super('Only who wrote a comment, and whose moment it is on, may delete it.');
  }
}
