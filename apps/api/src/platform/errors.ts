/**
 * Something that went wrong and that a person can put right. Each subclass is one rule; GraphQL shows it as a member of
 * the result union (see graphql/errors.ts). Anything else that is thrown is a bug: masked, and logged with the request id.
 */
export abstract class DomainError extends Error {
  /** Stable name of the rule that refused, for programs. */
  abstract readonly rule: string;
}

/** Missing and forbidden are one and the same to whoever asks, so that ids cannot be probed. */
export class NotFoundError extends DomainError {
  readonly rule = 'NOT_FOUND';
  constructor(what: string) {
    super(`There is no such ${what}, or you may not see it.`);
  }
}

/** A value that a person typed and can correct. */
export class InvalidFieldError extends DomainError {
  readonly rule = 'INVALID_FIELD';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** There is as much of something as there may be. */
export class LimitReachedError extends DomainError {
  readonly rule = 'LIMIT_REACHED';
  constructor(
    readonly limit: number,
    message: string,
  ) {
    super(message);
  }
}

/** Something was tried too often. The rule is the limit's own name. */
export class RateLimitedError extends DomainError {
  constructor(
    readonly rule: string,
    readonly retryAt: Date,
  ) {
    super(`Too many attempts. Try again after ${retryAt.toISOString()}.`);
  }
}
