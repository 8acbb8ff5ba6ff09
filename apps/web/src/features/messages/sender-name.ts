/** Whoever wrote a message, with their place in its conversation for as long as they have one. */
export interface Spoken {
  readonly sender: { readonly nickname: string };
  readonly senderMember: { readonly groupNickname: string | null } | null;
}

/** What the writer of a message is called where it was written. */
export const senderName = ({ sender, senderMember }: Spoken): string =>
  senderMember?.groupNickname ?? sender.nickname;

interface Member {
  readonly groupNickname: string | null;
  readonly user: { readonly id: string };
}

/** What somebody is called among the members of a group. */
export const memberName = (
  person: { readonly id: string; readonly nickname: string },
  members: readonly Member[],
): string => members.find(({ user }) => user.id === person.id)?.groupNickname ?? person.nickname;
