/** Whoever wrote a message, with their place in its conversation for as long as they have one. */
export interface Spoken {
  readonly sender: { readonly nickname: string };
  readonly senderMember: { readonly groupNickname: string | null } | null;
}

/** What the writer of a message is called where it was written. */
export const senderName = ({ sender, senderMember }: Spoken): string =>
  senderMember?.groupNickname ?? sender.nickname;
