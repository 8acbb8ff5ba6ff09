'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { useMemo, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { MenuItem } from '@/components/ui/menu-window';
import { ReturnFocusProvider } from '@/components/ui/return-focus';
import type { MenuPlace } from '@/components/use-press-menu';
import { RemindDialog } from '@/features/schedules/components/remind-dialog';
import type { RowMessage } from '../../row';
import { DeleteDialog, type Deletion } from '../delete-dialog';
import { ForwardDialog, type Forwarded } from '../forward-dialog';
import { QuickReactions } from '../quick-reactions';
import { ReadersDialog } from '../readers-dialog';
import { VersionsDialog } from '../versions-dialog';
import type { MessageAction } from './message-action';
import { useOwnActions } from './own-actions';
import { useShareActions } from './share-actions';

export interface OpenedMenu {
  message: RowMessage;
  at: MenuPlace;
  /** What had the focus before, and gets it back. */
  from: Element | null;
}

type MessageMenuProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The one that was opened last. */
  opened: OpenedMenu | null;
  /** Whose earlier versions are shown. */
  versionsOf: RowMessage | null;
  showVersions: (message: RowMessage | null) => void;
};

const toAnchor = (at: MenuPlace) =>
  at instanceof Element ? at : { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };

/** What cannot be undone stands at the end. */
const inOrder = (actions: readonly MessageAction[]) => [
  ...actions.filter(({ tone }) => tone !== 'danger'),
  ...actions.filter(({ tone }) => tone === 'danger'),
];

/** What can be done with a message, and the dialogs that lead on from there. */
export function MessageMenu(props: MessageMenuProps) {
  const { open, onOpenChange, opened, versionsOf, showVersions } = props;
  // Who points has no use for a ring around the first entry, until they go on with the keys.
  const [keyed, setKeyed] = useState<OpenedMenu | null>(null);
  const pointing = !(opened?.at instanceof Element) && keyed !== opened;
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const [readersOf, setReadersOf] = useState<RowMessage | null>(null);
  const [forwarded, setForwarded] = useState<Forwarded | null>(null);
  const [reminded, setReminded] = useState<string | null>(null);
  const anchor = useMemo(() => (opened ? toAnchor(opened.at) : null), [opened]);
  const shareActionsOf = useShareActions({
    forward: ({ id }) => setForwarded({ messageIds: [id], title: '' }),
    remind: ({ id }) => setReminded(id),
  });
  const ownActionsOf = useOwnActions({
    deleteForMe: (message) => setDeletion({ messageIds: [message.id], forEveryone: false }),
    deleteForEveryone: (message) => setDeletion({ messageIds: [message.id], forEveryone: true }),
    showReaders: setReadersOf,
    showVersions,
  });
  return (
    <>
      <Base.Root open={open} onOpenChange={onOpenChange} modal={false}>
        <Base.Portal>
          <Base.Positioner
            anchor={anchor}
            side="bottom"
            align="start"
            sideOffset={4}
            className="z-50 outline-none"
          >
            <Base.Popup
              onKeyDown={() => setKeyed(opened)}
              className={cn(
                'min-w-48 origin-(--transform-origin) rounded-sheet bg-raised p-1 text-ink shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
                pointing && '[&_:focus-visible]:outline-none',
              )}
            >
              {open && opened && (
                <>
                  <QuickReactions message={opened.message} onDone={() => onOpenChange(false)} />
                  {inOrder([
                    ...ownActionsOf(opened.message),
                    ...shareActionsOf(opened.message),
                  ]).map(({ id, label, Icon, run, tone }) => (
                    <MenuItem key={id} tone={tone} onClick={run}>
                      <Icon aria-hidden="true" />
                      {label}
                    </MenuItem>
                  ))}
                </>
              )}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      <ReturnFocusProvider value={() => opened?.from as HTMLElement | null}>
        <DeleteDialog deletion={deletion} onClose={() => setDeletion(null)} />
        <ForwardDialog forwarded={forwarded} onClose={() => setForwarded(null)} />
        <RemindDialog messageId={reminded} onClose={() => setReminded(null)} />
        <VersionsDialog message={versionsOf} onClose={() => showVersions(null)} />
        <ReadersDialog message={readersOf} onClose={() => setReadersOf(null)} />
      </ReturnFocusProvider>
    </>
  );
}
