'use client';

import { useCallback } from 'react';
import { type NameOf, useNameOf } from '@/features/contacts/names';

/** Whoever wrote a message, with their place in its conversation for as long as they have one. */
export interface Spoken {
  readonly sender: { readonly id: string; readonly nickname: string };
  readonly senderMember: { readonly groupNickname: string | null } | null;
}

/** What the writer of a message is called where it was written. */
export const senderName = ({ sender, senderMember }: Spoken, nameOf: NameOf): string =>
  nameOf(sender, senderMember?.groupNickname);

export function useSenderName(): (message: Spoken) => string {
  const nameOf = useNameOf();
  return useCallback((message) => senderName(message, nameOf), [nameOf]);
}

interface Member {
  readonly groupNickname: string | null;
  readonly user: { readonly id: string };
}

/** What somebody is called among the members of a group. */
export const memberName = (
  person: { readonly id: string; readonly nickname: string },
  members: readonly Member[],
  nameOf: NameOf,
): string => nameOf(person, members.find(({ user }) => user.id === person.id)?.groupNickname);
