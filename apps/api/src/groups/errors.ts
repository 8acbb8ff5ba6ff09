import type { Account, JoinRequest, MemberRole } from '@teahouse/db/client';
import { DomainError } from '../platform/errors.ts';

const WHO_MAY = {
  nobody: 'Nobody may do this to the owner of the group.',
  owner: 'Only the owner of the group may do this.',
  administrators: 'Only the owner and administrators of the group may do this. Ask one of them.',
};

export class RoleRequiredError extends DomainError {
  readonly rule = 'ROLE_REQUIRED';
  constructor(readonly roles: readonly MemberRole[]) {
    const [first, ...others] = roles;
    super(!first ? WHO_MAY.nobody : others.length ? WHO_MAY.administrators : WHO_MAY.owner);
  }
}

export class MemberMutedError extends DomainError {
  readonly rule = 'MEMBER_MUTED';
  constructor(readonly retryAt: Date) {
    super(`You may not speak in this group until ${retryAt.toISOString()}.`);
  }
}

export class BannedFromGroupError extends DomainError {
  readonly rule = 'BANNED_FROM_GROUP';
  constructor(readonly accounts: Account[]) {
    super('Whoever has been banned from a group may not come back before the ban is lifted.');
  }
}

export class TokenRequiredError extends DomainError {
  readonly rule = 'TOKEN_REQUIRED';
  constructor() {
    super('People come into a private group by invitation only. Invite them instead.');
  }
}

/** What has become of an invite. */
export type GroupInviteState = 'OPEN' | 'USED_UP' | 'EXPIRED' | 'REVOKED' | 'DECLINED' | 'ACCEPTED';

export class InviteUnusableError extends DomainError {
  readonly rule = 'INVITE_UNUSABLE';
  constructor(readonly reason: Exclude<GroupInviteState, 'OPEN'>) {
    super('This invitation is of no use any more. Ask whoever runs the group for a new one.');
  }
}

export class AlreadyMemberError extends DomainError {
  readonly rule = 'ALREADY_MEMBER';
  constructor() {
    super('You are a member already. Open the group instead.');
  }
}

export class JoinRequestRequiredError extends DomainError {
  readonly rule = 'JOIN_REQUEST_REQUIRED';
  constructor() {
    super('This group decides who comes in. Ask to be let in instead.');
  }
}

export class JoinRequestPausedError extends DomainError {
  readonly rule = 'JOIN_REQUEST_PAUSED';
  constructor(readonly retryAt: Date) {
    super(`Your last request was declined. You can ask again from ${retryAt.toISOString()} on.`);
  }
}

export class JoinRequestDecidedError extends DomainError {
  readonly rule = 'JOIN_REQUEST_DECIDED';
  constructor(readonly request: JoinRequest) {
    super(`This request has been ${request.status.toLowerCase()} already.`);
  }
}
