import { DomainError } from '../platform/errors.ts';

export class TextEmptyError extends DomainError {
  readonly rule = 'TEXT_EMPTY';
  constructor() {
    super('A message needs at least one character that can be seen.');
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

export class AllMutedError extends DomainError {
  readonly rule = 'ALL_MUTED';
  constructor() {
    super('Only the owner and administrators may speak in this group at present.');
  }
}

/** The rule is the limit's own name. */
export class MessageRateLimitedError extends DomainError {
  constructor(
    readonly rule: string,
    readonly limit: number,
    readonly retryAt: Date,
  ) {
    super(`At most ${limit} messages a minute. Send this one after ${retryAt.toISOString()}.`);
  }
}

export class ReplyTargetMissingError extends DomainError {
  readonly rule = 'REPLY_TARGET_MISSING';
  constructor() {
    super('The message you reply to is not in this conversation, or you may not see it.');
  }
}

export class NotOwnMessageError extends DomainError {
  readonly rule = 'NOT_OWN_MESSAGE';
  constructor() {
    super('Only its sender may do this to a message.');
  }
}

export class RecallWindowClosedError extends DomainError {
  readonly rule = 'RECALL_WINDOW_CLOSED';
  constructor(readonly closedAt: Date) {
    super(
      `This message could be recalled until ${closedAt.toISOString()}. Delete it for yourself.`,
    );
  }
}

export class EditWindowClosedError extends DomainError {
  readonly rule = 'EDIT_WINDOW_CLOSED';
  constructor(readonly closedAt: Date) {
    super(`This message could be edited until ${closedAt.toISOString()}. Send another one.`);
  }
}

export class MessageGoneError extends DomainError {
  readonly rule = 'MESSAGE_GONE';
  constructor() {
    super('This message has been recalled or deleted.');
  }
}

export class ForwardingForbiddenError extends DomainError {
  readonly rule = 'FORWARDING_FORBIDDEN';
  constructor(readonly messageId: string) {
    super('Its sender, or the group, does not want this message forwarded or saved.');
  }
}
