import type { Account, FriendRequest } from '@teahouse/db/client';
import { DomainError } from '../platform/errors.ts';

export class OwnAccountError extends DomainError {
  readonly rule = 'OWN_ACCOUNT';
  constructor() {
    super('This is your own account. Choose somebody else.');
  }
}

export class AlreadyFriendsError extends DomainError {
  readonly rule = 'ALREADY_FRIENDS';
  constructor() {
    super('You are friends already. Open the conversation instead.');
  }
}

export class FriendRequestPendingError extends DomainError {
  readonly rule = 'FRIEND_REQUEST_PENDING';
  constructor(readonly request: FriendRequest) {
    super('You have asked already. Wait for the answer, or cancel the request first.');
  }
}

export class FriendRequestDecidedError extends DomainError {
  readonly rule = 'FRIEND_REQUEST_DECIDED';
  constructor(readonly request: FriendRequest) {
    super(
      request.status === 'PENDING'
        ? 'Whoever was asked answers a request, and whoever asked takes it back; not the other way round.'
        : request.status === 'EXPIRED'
          ? 'This request has expired. Ask again instead.'
          : `This request has been ${request.status.toLowerCase()} already.`,
    );
  }
}

export class FriendRequestPausedError extends DomainError {
  readonly rule = 'FRIEND_REQUEST_PAUSED';
  constructor(readonly retryAt: Date) {
    super(`Your last request was declined. You can ask again from ${retryAt.toISOString()} on.`);
  }
}

export class UserBlockedError extends DomainError {
  readonly rule = 'USER_BLOCKED';
  constructor(readonly accounts: Account[]) {
    super('You have blocked somebody named. Unblock them first.');
  }
}

/** Says no more than that: whom somebody has blocked is nobody else's business. */
export class RecipientRefusesError extends DomainError {
  readonly rule = 'RECIPIENT_REFUSES';
  constructor(readonly accounts: Account[]) {
    super('The person does not accept this from you. There is nothing more to be done.');
  }
}

export class AccountDeletedError extends DomainError {
  readonly rule = 'ACCOUNT_DELETED';
  constructor(readonly accounts: Account[]) {
    super(
      'The person has deleted their account. What they wrote stays; nothing reaches them any more.',
    );
  }
}

export class CategoryNameTakenError extends DomainError {
  readonly rule = 'CATEGORY_NAME_TAKEN';
  constructor(title: string) {
    super(`You have a category called “${title}” already. Choose another title.`);
  }
}

export class NotFriendsError extends DomainError {
  readonly rule = 'NOT_FRIENDS';
  constructor(readonly accounts: Account[]) {
    super('You are not friends with everybody named. Send them a friend request first.');
  }
}
