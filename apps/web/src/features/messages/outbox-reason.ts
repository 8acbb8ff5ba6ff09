import { byteSize } from '@/features/media/sizes';
import type { Refusal } from '@/lib/outbox/waiting-store';
import { fullTime } from '@/lib/time-format';

/** Rules that have a sentence of their own; a rule that is not known here gets the general one. */
export const REASONS = [
  'TextTooLong',
  'TextEmpty',
  'NotFound',
  'ClientIdReused',
  'MemberMuted',
  'AllMuted',
  'RoleRequired',
  'ReplyTargetMissing',
  'StrangerLimit',
  'NotFriends',
  'UserBlocked',
  'RecipientRefuses',
  'AccountDeleted',
  'RateLimited',
  'ServerError',
  'other',
] as const;

/** Those that also have a sentence for when they say until when they hold. */
export const REASONS_UNTIL = ['MemberMuted', 'other'] as const;

/** Rules about files, each with a sentence of its own. */
export const FILE_REASONS = [
  'FileTooLarge',
  'FileType',
  'UploadLimit',
  'ImageBroken',
  'ImageTooManyPixels',
  'VideoBroken',
  'VoiceBroken',
  'VoiceTooLong',
] as const;

export type UnsentReason =
  | { kind: 'reason'; rule: (typeof REASONS)[number] }
  | { kind: 'until'; rule: (typeof REASONS_UNTIL)[number]; retryAt: Date };

/** TEXT_TOO_LONG and TextTooLongError are one rule. */
const plain = (rule: string) => rule.replaceAll(/[^a-z]|Error$/giu, '').toLowerCase();

function named<Name extends string>(names: readonly Name[], rule: string): Name | undefined {
  return names.find((name) => plain(name) === plain(rule));
}

/** Why a message was not sent, as the sentence to say it with. */
export function reasonOf(refusal: Refusal | undefined, now: Date): UnsentReason {
  const rule = refusal?.rule ?? '';
  const retryAt = refusal?.retryAt ? new Date(refusal.retryAt) : null;
  if (retryAt && retryAt > now)
    return { kind: 'until', rule: named(REASONS_UNTIL, rule) ?? 'other', retryAt };
  return { kind: 'reason', rule: named(REASONS, rule) ?? 'other' };
}

type FileReason = (typeof FILE_REASONS)[number];

/** Why a file was refused, where it is the file that was wrong and not the sending: which sentence says so, and with what. */
export function fileReason(
  refusal: Refusal | undefined,
  now: Date,
  locale: string,
): { rule: FileReason | 'UploadLimitUntil'; values: Record<string, string> } | null {
  const rule = named(FILE_REASONS, refusal?.rule ?? '');
  if (!rule || !refusal) return null;
  const { limit = 0, size = 0, allowed = [], retryAt } = refusal;
  const until = retryAt ? new Date(retryAt) : null;
  if (rule === 'UploadLimit' && until && until > now)
    return { rule: 'UploadLimitUntil', values: { time: fullTime(until, locale) } };
  const values = {
    ...{ limit: byteSize(limit, locale), size: byteSize(size, locale) },
    allowed: namesOf(allowed, locale),
  };
  return { rule, values };
}

/** `JPEG, PNG or GIF`, as the language lists them. */
const namesOf = (types: readonly string[], locale: string): string =>
  new Intl.ListFormat(locale, { type: 'disjunction' }).format(
    types.map((type) => (type.split('/')[1] ?? type).toUpperCase()),
  );
