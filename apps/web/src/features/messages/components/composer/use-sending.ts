'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { cancelComposition, compositionOf, useComposition } from '../../composition';
import { leaveDraft, type OpenDraft, replyInDraft } from '../../drafts';
import { mentionSpans } from '../../mention-spans';
import { useMessageOperations } from '../../operations';
import { enqueueMessage } from '../../outbox';
import { codePoints } from '../../text-tokens';
import { useMessageRefusal } from '../menu/use-report-refusal';
import type { Attaching } from './use-attaching';

/** Characters in one message, as the API takes them (MESSAGE_MAX_CHARACTERS, MARKDOWN_MAX_CHARACTERS). */
export const LIMITS = { TEXT: 500, MARKDOWN: 20_000 } as const;

interface Sending {
  conversationId: string;
  draft: OpenDraft;
  field: RefObject<HTMLTextAreaElement | null>;
  attaching: Attaching;
}

/**
 * The words in the composer and what sending them means: a new message, or a change of one that was sent. While one is
 * being changed the draft waits underneath, and comes back when that is over.
 */
export function useSending({ conversationId, draft, field, attaching }: Sending) {
  const t = useTranslations('messages');
  const { editing, format } = useComposition(conversationId);
  const operations = useMessageOperations();
  const refusal = useMessageRefusal();
  const [edited, setEdited] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    setEdited(editing?.text ?? '');
    setProblem(null);
  }, [editing]);

  useEffect(() => () => leaveDraft(conversationId), [conversationId]);

  const text = editing ? edited : draft.text;
  const words = text.trim();
  const length = codePoints(words);
  const limit = LIMITS[editing?.format ?? format];
  const attached = editing === null && attaching.tray.length > 0;
  const something = length > 0 || attached;
  const sendable =
    draft.ready && !saving && something && length <= limit && (!attached || attaching.ready);
  const setText = useCallback(
    (next: string) => (editing ? setEdited(next) : draft.setText(next)),
    [editing, draft.setText],
  );

  const sendNew = () => {
    const { replyTo, mentioned } = compositionOf(conversationId);
    const taken = enqueueMessage({
      conversationId,
      text: words,
      format,
      mentions: mentionSpans(words, mentioned),
      ...(replyTo && { replyToId: replyTo.messageId }),
    });
    // Where the browser cannot keep it safe until it is sent (its disk is full, say), it comes back into the field.
    draft.send(taken);
    cancelComposition(conversationId);
    taken.catch(() => setProblem(t('notStored')));
  };
  /** The words are a message of their own, after what they are about. */
  const sendAttached = async () => {
    setSaving(true);
    try {
      await attaching.send();
      if (length > 0) {
        replyInDraft(conversationId, null);
        sendNew();
      } else cancelComposition(conversationId);
    } catch {
      setProblem(t('filesNotStored'));
    } finally {
      setSaving(false);
    }
  };
  const saveEdit = async (messageId: string) => {
    const kept = (editing?.mentions ?? []).map(({ userId, start, length: long }) => ({
      userId,
      name: [...(editing?.text ?? '')].slice(start + 1, start + long).join(''),
    }));
    const chosen = [...kept, ...compositionOf(conversationId).mentioned];
    setSaving(true);
    const outcome = await operations.edit({
      messageId,
      text: words,
      mentions: mentionSpans(words, chosen),
    });
    setSaving(false);
    if (outcome.ok) cancelComposition(conversationId);
    else setProblem(refusal(outcome, 'edit'));
  };
  const send = () => {
    if (!sendable) return;
    setProblem(null);
    field.current?.focus();
    if (editing) void saveEdit(editing.messageId);
    else if (attached) void sendAttached();
    else sendNew();
  };
  return { text, length, problem, sendable, send, setText };
}
