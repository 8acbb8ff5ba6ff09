import { InvalidFieldError } from '../platform/errors.ts';
import { EMAIL_MAX, emailAddress, isBlank, oneLine } from '../platform/text.ts';

export const NICKNAME_MAX = 40;
/** Short of what NIST recommends where nothing else is asked for (15): see docs/decisions/0015. */
export const PASSWORD_MIN = 8;
/** Longer ones would only make hashing a way to burn the server's time. */
export const PASSWORD_MAX = 256;

export const characters = (text: string) => [...text].length;

export function checkEmail(email: string): void {
  if (!emailAddress.safeParse(email).success)
    throw new InvalidFieldError(
      'email',
      `An e-mail address has the form name@example.org and at most ${EMAIL_MAX} characters.`,
    );
}

export function checkPassword(password: string, field = 'password'): void {
  const length = characters(password);
  if (length < PASSWORD_MIN || length > PASSWORD_MAX)
    throw new InvalidFieldError(
      field,
      `A password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters. A few words in a row are best.`,
    );
  if (UNTYPED.test(password))
    throw new InvalidFieldError(
      field,
      'A password has no control characters and no halves of characters: other keyboards could not type it.',
    );
}
const UNTYPED = /[\p{Cc}\p{Cs}]/u;

export function checkNickname(nickname: string): string {
  const shownAs = oneLine(nickname);
  if (isBlank(shownAs) || characters(shownAs) > NICKNAME_MAX)
    throw new InvalidFieldError('nickname', `A nickname has 1 to ${NICKNAME_MAX} characters.`);
  return shownAs;
}
