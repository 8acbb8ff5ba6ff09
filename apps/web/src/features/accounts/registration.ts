export const USERNAME = { least: 3, most: 30, pattern: /^[A-Za-z0-9_.]+$/u } as const;
export const NICKNAME_MOST = 40;
export const EMAIL_MOST = 254;
export const PASSWORD = { least: 8, most: 256 } as const;

export const registrationFields = ['nickname', 'username', 'email', 'password'] as const;
export type RegistrationField = (typeof registrationFields)[number];
export type Registration = Record<RegistrationField, string>;

/** Keys of `accounts.registration.problem` in the catalogues. */
export type RegistrationProblem =
  | 'nicknameTooLong'
  | 'usernameMissing'
  | 'usernameLength'
  | 'usernameCharacters'
  | 'usernameTaken'
  | 'emailMissing'
  | 'emailInvalid'
  | 'emailTaken'
  | 'emailDomain'
  | 'passwordMissing'
  | 'passwordTooShort'
  | 'passwordTooLong'
  | 'passwordBreached'
  | 'passwordGuessable'
  | 'refused';

export type RegistrationProblems = Partial<Record<RegistrationField, RegistrationProblem>>;

const count = (text: string) => Array.from(text).length;

/** What is wrong with a new password as far as its length says. */
export function checkPassword(
  password: string,
): 'passwordMissing' | 'passwordTooShort' | 'passwordTooLong' | null {
  if (!password) return 'passwordMissing';
  if (count(password) < PASSWORD.least) return 'passwordTooShort';
  return count(password) > PASSWORD.most ? 'passwordTooLong' : null;
}

/** What can be said before asking the server. The server's word is final. */
export function checkRegistration(input: Registration): RegistrationProblems {
  const problems: RegistrationProblems = {};
  const username = input.username.trim();
  const email = input.email.trim();

  if (count(input.nickname.trim()) > NICKNAME_MOST) problems.nickname = 'nicknameTooLong';

  if (!username) problems.username = 'usernameMissing';
  else if (!USERNAME.pattern.test(username)) problems.username = 'usernameCharacters';
  else if (username.length < USERNAME.least || username.length > USERNAME.most)
    problems.username = 'usernameLength';

  if (!email) problems.email = 'emailMissing';
  else if (email.length > EMAIL_MOST || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(email))
    problems.email = 'emailInvalid';

  const password = checkPassword(input.password);
  if (password) problems.password = password;

  return problems;
}
