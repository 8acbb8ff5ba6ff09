'use client';

import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { onDemand } from '@/components/on-demand';
import type { MenuPlace } from '@/components/use-press-menu';
import type { FragmentOf } from '@/lib/graphql';
import type { OpenedMenu } from './conversation-menu-window';
import type { ConversationRow_conversation } from './conversation-row.fragment';

const ConversationMenu = onDemand(() => import('./conversation-menu-window')).component(
  'ConversationMenu',
  { needed: ({ opened }) => opened !== null },
);

type OpenMenu = (
  conversation: FragmentOf<typeof ConversationRow_conversation>,
  at: MenuPlace,
) => void;

const Opening = createContext<OpenMenu>(() => {});

export const useConversationMenu = (): OpenMenu => useContext(Opening);

/** One menu for all rows of the list. */
export function ConversationMenuProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState<OpenedMenu | null>(null);
  const openMenu = useCallback<OpenMenu>((conversation, at) => {
    setOpened({ conversation, at, from: document.activeElement });
    setOpen(true);
  }, []);
  return (
    <Opening value={openMenu}>
      {children}
      <ConversationMenu {...{ open, opened }} onOpenChange={setOpen} />
    </Opening>
  );
}
