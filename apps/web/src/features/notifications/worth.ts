/** What came while the stream was away is old news: the badges tell of it. */
const FRESH_MS = 5 * 60_000;

interface Heard {
  readonly seq: number;
  readonly sentAt: string;
  readonly content: { readonly __typename: string };
  readonly mentions: readonly { readonly user: { readonly id: string } | null }[];
}

interface Standing {
  doNotDisturb: boolean;
  readSeq: number;
}

/** Whether a message names somebody, by themselves or with everyone. */
export const names = ({ mentions }: Pick<Heard, 'mentions'>, viewerId: string): boolean =>
  mentions.some(({ user }) => user === null || user.id === viewerId);

/** Whether somebody wants to be called for a message of another person. Being named is worth it wherever. */
export function isWorthACall(
  message: Heard,
  viewerId: string,
  { doNotDisturb, readSeq }: Standing,
  now: number,
): boolean {
  if (message.content.__typename.endsWith('Notice')) return false;
  if (message.seq <= readSeq || now - Date.parse(message.sentAt) > FRESH_MS) return false;
  return !doNotDisturb || names(message, viewerId);
}
