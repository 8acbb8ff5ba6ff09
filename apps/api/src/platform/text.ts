import { z } from 'zod';

/**
 * A short text as the person meant it: composed (NFC), without white space around, and without NUL characters, which
 * PostgreSQL cannot hold.
 */
export const tidy = (text: string): string => text.replaceAll('\0', '').normalize('NFC').trim();

export const EMAIL_MAX = 254;
export const emailAddress = z.email().max(EMAIL_MAX);
