'use client';

import { Menu as Base } from '@base-ui/react/menu';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react';
import { cn } from '@/components/ui/cn';
import { MenuItem } from '@/components/ui/menu';
import { ReturnFocusProvider } from '@/components/ui/return-focus';
import type { MenuPlace } from '@/components/use-press-menu';
import { RemindDialog } from '@/features/schedules/components/remind-dialog';
import type { RowMessage } from '../../row';
import { VersionShowingProvider } from '../../version-showing';
import { DeleteDialog, type Deletion } from '../delete-dialog';
import { ForwardDialog, type Forwarded } from '../forward-dialog';
import { QuickReactions } from '../quick-reactions';
import { ReadersDialog } from '../readers-dialog';
import { VersionsDialog } from '../versions-dialog';
import type { MessageAction } from './message-action';
import { useOwnActions } from './own-actions';
import { useShareActions } from './share-actions';

type OpenMenu = (message: RowMessage, anchor: MenuPlace) => void;

const Opening = createContext<OpenMenu>(() => {});

/** Opens the menu of a message. */
export const useMessageMenu = (): OpenMenu => useContext(Opening);

const toAnchor = (anchor: MenuPlace) =>
  anchor instanceof Element
    ? anchor
    : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) };

/** What cannot be undone stands at the end. */
const inOrder = (actions: readonly MessageAction[]) => [
  ...actions.filter(({ tone }) => tone !== 'danger'),
  ...actions.filter(({ tone }) => tone === 'danger'),
];

/** One menu for all messages of a conversation, however many are drawn. */
export function MessageMenuProvider({ children }: { children: ReactNode }) {
  const [at, setAt] = useState<{ message: RowMessage; anchor: MenuPlace } | null>(null);
  const [open, setOpen] = useState(false);
  // Who points has no use for a ring around the first entry, until they go on with the keys.
  const [pointing, setPointing] = useState(false);
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const [readersOf, setReadersOf] = useState<RowMessage | null>(null);
  const [versionsOf, setVersionsOf] = useState<RowMessage | null>(null);
  const [forwarded, setForwarded] = useState<Forwarded | null>(null);
  const [reminded, setReminded] = useState<string | null>(null);
  const from = useRef<Element | null>(null);
  const openMenu = useCallback<OpenMenu>((message, anchor) => {
    from.current = document.activeElement;
    setAt({ message, anchor });
    setPointing(!(anchor instanceof Element));
    setOpen(true);
  }, []);
  const anchor = useMemo(() => (at ? toAnchor(at.anchor) : null), [at]);
  const shareActionsOf = useShareActions({
    forward: ({ id }) => setForwarded({ messageIds: [id], title: '' }),
    remind: ({ id }) => setReminded(id),
  });
  const ownActionsOf = useOwnActions({
    deleteForMe: (message) => setDeletion({ messageIds: [message.id], forEveryone: false }),
    deleteForEveryone: (message) => setDeletion({ messageIds: [message.id], forEveryone: true }),
    showReaders: setReadersOf,
    showVersions: setVersionsOf,
  });
  return (
    <Opening value={openMenu}>
      <VersionShowingProvider value={setVersionsOf}>{children}</VersionShowingProvider>
      <Base.Root open={open} onOpenChange={setOpen} modal={false}>
        <Base.Portal>
          <Base.Positioner
            anchor={anchor}
            side="bottom"
            align="start"
            sideOffset={4}
            className="z-50 outline-none"
          >
            <Base.Popup
              onKeyDown={() => setPointing(false)}
              className={cn(
                'min-w-48 origin-(--transform-origin) rounded-sheet bg-raised p-1 text-ink shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
                pointing && '[&_:focus-visible]:outline-none',
              )}
            >
              {open && at && (
                <>
                  <QuickReactions message={at.message} onDone={() => setOpen(false)} />
                  {inOrder([...ownActionsOf(at.message), ...shareActionsOf(at.message)]).map(
                    ({ id, label, Icon, run, tone }) => (
                      <MenuItem key={id} tone={tone} onClick={run}>
                        <Icon aria-hidden="true" />
                        {label}
                      </MenuItem>
                    ),
                  )}
                </>
              )}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      <ReturnFocusProvider value={() => from.current as HTMLElement | null}>
        <DeleteDialog deletion={deletion} onClose={() => setDeletion(null)} />
        <ForwardDialog forwarded={forwarded} onClose={() => setForwarded(null)} />
        <RemindDialog messageId={reminded} onClose={() => setReminded(null)} />
        <VersionsDialog message={versionsOf} onClose={() => setVersionsOf(null)} />
        <ReadersDialog message={readersOf} onClose={() => setReadersOf(null)} />
      </ReturnFocusProvider>
    </Opening>
  );
}
