'use client';

import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { onDemand } from '@/components/on-demand';
import type { MenuPlace } from '@/components/use-press-menu';
import type { RowMessage } from '../../row';
import { VersionShowingProvider } from '../../version-showing';
import type { OpenedMenu } from './message-menu-window';

const MessageMenu = onDemand(() => import('./message-menu-window')).component('MessageMenu', {
  needed: ({ opened, versionsOf }) => opened !== null || versionsOf !== null,
});

type OpenMenu = (message: RowMessage, at: MenuPlace) => void;

const Opening = createContext<OpenMenu>(() => {});

/** Opens the menu of a message. */
export const useMessageMenu = (): OpenMenu => useContext(Opening);

/** One menu for all messages of a conversation, however many are drawn. */
export function MessageMenuProvider({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState<OpenedMenu | null>(null);
  const [open, setOpen] = useState(false);
  const [versionsOf, showVersions] = useState<RowMessage | null>(null);
  const openMenu = useCallback<OpenMenu>((message, at) => {
    setOpened({ message, at, from: document.activeElement });
    setOpen(true);
  }, []);
  return (
    <Opening value={openMenu}>
      <VersionShowingProvider value={showVersions}>{children}</VersionShowingProvider>
      <MessageMenu {...{ open, opened, versionsOf, showVersions }} onOpenChange={setOpen} />
    </Opening>
  );
}
