'use client';

import { useTranslations } from 'next-intl';
import { type ClipboardEvent, type RefObject, useCallback, useRef } from 'react';
import { useToast } from '@/components/ui/toast';
import { MAX_PICKED } from '@/features/media/picked';
import { dropFromTray, pickFiles, type TrayItem, useTray } from '@/features/media/tray';
import { compositionOf } from '../../composition';
import { enqueueFile } from '../../outbox';

export interface Attaching {
  tray: readonly TrayItem[];
  /** All that was picked can be sent. */
  ready: boolean;
  pick: (files: readonly File[], asFiles?: boolean) => void;
  paste: (event: ClipboardEvent) => void;
  /** Takes what was picked on, in its order; rejects with what is left when the browser cannot keep it. */
  send: () => Promise<void>;
}

/** Files on their way into a conversation: picked, pasted or dropped, and sent from the tray. */
export function useAttaching(
  conversationId: string,
  field: RefObject<HTMLTextAreaElement | null>,
): Attaching {
  const t = useTranslations('media');
  const toast = useToast();
  const tray = useTray(conversationId);
  const sending = useRef(false);
  const pick = useCallback(
    (files: readonly File[], asFiles = false) => {
      const left = pickFiles(conversationId, files, asFiles);
      if (left > 0) toast.add({ title: t('tooMany', { most: MAX_PICKED, left }) });
      if (!window.matchMedia('(pointer: coarse)').matches) field.current?.focus();
    },
    [conversationId, field, t, toast],
  );
  const paste = (event: ClipboardEvent) => {
    const { files, types } = event.clipboardData;
    // What was copied from a document brings a picture of itself besides its words.
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    pick([...files]);
  };
  const send = async () => {
    if (sending.current) return;
    sending.current = true;
    try {
      let replyToId = compositionOf(conversationId).replyTo?.messageId;
      for (const { id, prepared } of tray) {
        if (!prepared) continue;
        await enqueueFile({ conversationId, file: prepared, ...(replyToId && { replyToId }) });
        // What answers is the first of them.
        replyToId = undefined;
        dropFromTray(conversationId, id);
      }
    } finally {
      sending.current = false;
    }
  };
  const ready = tray.every(({ prepared, tooLarge }) => prepared && !tooLarge);
  return { tray, ready, pick, paste, send };
}
