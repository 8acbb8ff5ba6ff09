import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Env } from './env.ts';

/** Longer than any number is written, with all its spaces and brackets. */
const WRITTEN_MAX = 40;

/**
 * A phone number in E.164, or null when it is none. Without its country it is taken for one of PHONE_COUNTRY; extensions
 * have no short messages.
 */
export function parsePhone(
  { PHONE_COUNTRY }: Pick<Env, 'PHONE_COUNTRY'>,
  written: string,
): string | null {
  const plain = written.normalize('NFKC').trim();
  if (plain.length > WRITTEN_MAX) return null;
  const number = parsePhoneNumberFromString(plain, {
    defaultCountry: PHONE_COUNTRY as CountryCode | undefined,
    // Nothing else may stand around it.
    extract: false,
  });
  return number?.isValid() && !number.ext ? number.number : null;
}
