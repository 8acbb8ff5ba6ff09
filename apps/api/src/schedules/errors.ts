import type { ScheduledMessage } from '@teahouse/db/client';
import { DomainError } from '../platform/errors.ts';

export class ScheduledMessageSettledError extends DomainError {
  readonly rule = 'SCHEDULED_MESSAGE_SETTLED';
  constructor(readonly scheduled: ScheduledMessage) {
    super('This message has been sent already, or was cancelled.');
  }
}
