import { DomainError } from '../platform/errors.ts';

export class RegistrationClosedError extends DomainError {
  readonly rule = 'REGISTRATION_CLOSED';
  constructor() {
    super('This installation takes no new accounts. Ask whoever runs it.');
  }
}

export class EmailDomainRefusedError extends DomainError {
  readonly rule = 'EMAIL_DOMAIN_REFUSED';
  constructor(readonly domains: string[]) {
    super(`New accounts need an e-mail address at ${domains.join(' or ')}. Give such a one.`);
  }
}
