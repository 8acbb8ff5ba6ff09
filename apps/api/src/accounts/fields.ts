import { InvalidFieldError } from '../platform/errors.ts';
import { EMAIL_MAX, emailAddress, isBlank, oneLine } from '../platform/text.ts';

const USERNAME_FORM = /^[A-Za-z0-9_.]{3,30}$/;
export const NICKNAME_MAX = 40;
const PASSWORD_MIN = 8;
/** Longer ones would only make hashing a way to burn the server's time. */
export const PASSWORD_MAX = 256;

export const characters = (text: string) => [...text].length;

export function checkUsername(username: string): void {
  if (!USERNAME_FORM.test(username))
    throw new InvalidFieldError(
      'username',
      'A username has 3 to 30 characters: letters a–z, digits, “_” and “.”.',
    );
}

export function checkEmail(email: string): void {
  if (!emailAddress.safeParse(email).success)
    throw new InvalidFieldError(
      'email',
      `An e-mail address has the form name@example.org and at most ${EMAIL_MAX} characters.`,
    );
}

export function checkPassword(password: string): void {
  const length = characters(password);
  if (length < PASSWORD_MIN || length > PASSWORD_MAX)
    throw new InvalidFieldError(
      'password',
      `A password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters. A few words in a row are best.`,
    );
}

export function checkNickname(nickname: string): string {
  const shownAs = oneLine(nickname);
  if (isBlank(shownAs) || characters(shownAs) > NICKNAME_MAX)
    throw new InvalidFieldError('nickname', `A nickname has 1 to ${NICKNAME_MAX} characters.`);
  return shownAs;
}
