import { DomainError } from '../platform/errors.ts';

export class UsernameTakenError extends DomainError {
  readonly rule = 'USERNAME_TAKEN';
  constructor(username: string) {
    super(`The username ${username} is taken. Choose another one.`);
  }
}

export class UsernameChangedLatelyError extends DomainError {
  readonly rule = 'USERNAME_CHANGED_LATELY';
  constructor(readonly retryAt: Date) {
    super(
      `A username can be changed once in a while only: again from ${retryAt.toISOString()} on. Your nickname you can change at any time.`,
    );
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

/** Somebody who finds a device unlocked must not be able to take its owner's account over. */
export class FreshSignInRequiredError extends DomainError {
  readonly rule = 'FRESH_SIGN_IN_REQUIRED';
  constructor(minutes: number) {
    super(
      `Confirm first that it is you: \`reauthenticate\`, or sign in again. That is good for ${minutes} minutes.`,
    );
  }
}

export class CaptchaRequiredError extends DomainError {
  readonly rule = 'CAPTCHA_REQUIRED';
  constructor() {
    super('Ask for a `captcha`, solve it, and try again with the solution.');
  }
}

export class CaptchaInvalidError extends DomainError {
  readonly rule = 'CAPTCHA_INVALID';
  constructor() {
    super('This captcha is not solved, too old, or used already. Ask for a new one.');
  }
}

export class PasswordBreachedError extends DomainError {
  readonly rule = 'PASSWORD_BREACHED';
  constructor() {
    super(
      'This password is on lists of stolen passwords, which are tried first. Choose another one.',
    );
  }
}

export class PasswordGuessableError extends DomainError {
  readonly rule = 'PASSWORD_GUESSABLE';
  constructor() {
    super(
      'This password is easy to guess: your own names, common words, dates and rows of keys add little. A few unrelated words in a row are best.',
    );
  }
}

/** More passwords wait to be checked than there is any sense in waiting for. */
export class ServerBusyError extends DomainError {
  readonly rule = 'SERVER_BUSY';
  constructor(readonly retryAt: Date) {
    super('Too many people are signing in at this moment. Try again in a few seconds.');
  }
}

/** The code is there to be tried again, unless this was the last time. */
export class WrongCodeError extends DomainError {
  readonly rule = 'WRONG_CODE';
  constructor(readonly triesLeft: number) {
    super(
      triesLeft > 0
        ? `This is not the code. Check it and try again: ${triesLeft} more.`
        : 'This is not the code, and it was the last try. Ask for a new one.',
    );
  }
}

/** None was sent, or it has been used, was tried too often, or is too old: which of these it is, is nobody's business. */
export class CodeExpiredError extends DomainError {
  readonly rule = 'CODE_EXPIRED';
  constructor() {
    super('This code is no longer good. Ask for a new one.');
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

export class PhoneTakenError extends DomainError {
  readonly rule = 'PHONE_TAKEN';
  constructor() {
    super('Another account has this number by now. Use another one.');
  }
}

export class IdentityTakenError extends DomainError {
  readonly rule = 'IDENTITY_TAKEN';
  constructor() {
    super(
      'This identity opens another account. Sign in with it, unlink it there, and link it here then.',
    );
  }
}

/** Nobody could come back to an account that nothing opens. */
export class LastSignInMethodError extends DomainError {
  readonly rule = 'LAST_SIGN_IN_METHOD';
  constructor() {
    super(
      'This is all that your account can be opened with. Set a password, confirm an e-mail address or link another identity first.',
    );
  }
}

export class LastAdministratorError extends DomainError {
  readonly rule = 'LAST_ADMINISTRATOR';
  constructor() {
    super('Nobody else runs this installation. Appoint another administrator first.');
  }
}
