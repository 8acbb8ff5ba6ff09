import type { MemberRole } from '@teahouse/db/client';
import { DomainError } from '../platform/errors.ts';

export class RoleRequiredError extends DomainError {
  readonly rule = 'ROLE_REQUIRED';
  constructor(readonly roles: MemberRole[]) {
    super('Only the owner and administrators of the group may do this. Ask one of them.');
  }
}
