'use client';

import { useCallback } from 'react';
import { ReturnFocusProvider } from '@/components/ui/return-focus';
import { type CardKind, CardsDialog } from '../cards-dialog';
import { SendLater } from './send-later';
import type { Field } from './use-field';

/** What is open over the composer. */
export type ComposerDialog = CardKind | 'later' | null;

type ComposerDialogsProps = {
  conversationId: string;
  open: ComposerDialog;
  onClose: () => void;
  field: Field;
  words: string;
  /** What stood in the field has been taken on. */
  onTaken: () => void;
};

export function ComposerDialogs(props: ComposerDialogsProps) {
  const { conversationId, open, onClose, field, words, onTaken } = props;
  // By touch the keyboard would come with it.
  const backTo = useCallback(
    () => (window.matchMedia('(pointer: coarse)').matches ? null : field.current),
    [field],
  );
  return (
    <ReturnFocusProvider value={backTo}>
      <CardsDialog
        conversationId={conversationId}
        kind={open === 'later' ? null : open}
        onClose={onClose}
      />
      <SendLater
        conversationId={conversationId}
        words={words}
        open={open === 'later'}
        onClose={onClose}
        onDone={onTaken}
      />
    </ReturnFocusProvider>
  );
}
