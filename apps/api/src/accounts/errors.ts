import { DomainError } from '../platform/errors.ts';

export class UsernameTakenError extends DomainError {
  readonly rule = 'USERNAME_TAKEN';
  constructor(username: string) {
    super(`The username ${username} is taken. Choose another one.`);
  }
}

export class EmailTakenError extends DomainError {
  readonly rule = 'EMAIL_TAKEN';
  constructor() {
    super('An account with this e-mail address exists already. Sign in to it instead.');
  }
}

/** Says nothing about which of the two was wrong, nor whether there is such an account. */
export class WrongCredentialsError extends DomainError {
  readonly rule = 'WRONG_CREDENTIALS';
  constructor() {
    super('Name and password do not match. Check both and try again.');
  }
}

export class SessionEndedError extends DomainError {
  readonly rule = 'SESSION_ENDED';
  constructor() {
    super('This device has been signed out. Sign in again.');
  }
}

export class InvalidAssertionError extends DomainError {
  readonly rule = 'INVALID_ASSERTION';
  constructor() {
    super('The web server’s word for this person could not be verified. Start the sign-in again.');
  }
}
