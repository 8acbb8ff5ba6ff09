'use client';

import { createContext, useContext } from 'react';

/** The conversation on the screen, as far as what can be done in it depends on it. */
export interface OpenConversation {
  id: string;
  kind: 'DIRECT' | 'GROUP' | 'SELF';
  viewerId: string;
  role: 'OWNER' | 'ADMINISTRATOR' | 'MEMBER';
  /** Whether the viewer may speak at present. */
  maySpeak: boolean;
}

const Context = createContext<OpenConversation | null>(null);

export const OpenConversationProvider = Context.Provider;

export function useOpenConversation(): OpenConversation {
  const conversation = useContext(Context);
  if (!conversation) throw new Error('Messages are shown within an open conversation.');
  return conversation;
}

/** Whether the viewer may pin in it and, in a group, delete for everyone. */
export const mayRun = ({ kind, role }: Pick<OpenConversation, 'kind' | 'role'>): boolean =>
  kind !== 'GROUP' || role !== 'MEMBER';
