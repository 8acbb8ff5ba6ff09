import type { Account } from '@teahouse/db/client';
import { DomainError } from '../platform/errors.ts';

export class StrangerLimitError extends DomainError {
  readonly rule = 'STRANGER_LIMIT';
  constructor(readonly accounts: Account[]) {
    super(
      'You are not friends, so one message has to do until it is answered or accepted. Wait, or send a friend request.',
    );
  }
}
