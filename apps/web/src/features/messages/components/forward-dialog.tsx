'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { ConversationPicker } from '@/features/conversations/components/conversation-picker';
import { useSharing } from '../sharing';
import { useMessageRefusal } from './menu/use-report-refusal';

/** As many conversations as one reaches at once without it becoming a broadcast. */
const MOST = 9;

export interface Forwarded {
  messageIds: string[];
  /** What a bundle of them is called. */
  title: string;
}

type ForwardDialogProps = { forwarded: Forwarded | null; onClose: () => void; onDone?: () => void };

/** Where messages are to go, one by one or as a "chat history". */
export function ForwardDialog({ forwarded, onClose, onDone }: ForwardDialogProps) {
  const t = useTranslations('forward');
  const common = useTranslations('common');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [bundled, setBundled] = useState(false);
  const { busy, problem, forwardTo } = useForwarding();
  const close = () => {
    setChosen(new Set());
    onClose();
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id) && next.size < MOST) next.add(id);
    setChosen(next);
  };
  const forward = async () => {
    if (!forwarded) return;
    const left = await forwardTo([...chosen], { ...forwarded, bundled });
    setChosen(new Set(left));
    if (left.length > 0) return;
    close();
    onDone?.();
  };
  const several = (forwarded?.messageIds.length ?? 0) > 1;
  return (
    <Dialog
      open={forwarded !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={t('title', { count: forwarded?.messageIds.length ?? 0 })}
      closeLabel={common('close')}
      footer={
        <Button busy={busy} disabled={chosen.size === 0} onClick={() => void forward()}>
          {t('send', { count: chosen.size })}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      {several && (
        <Segmented
          className="mb-3"
          label={t('how')}
          value={bundled ? 'bundle' : 'single'}
          onValueChange={(how) => setBundled(how === 'bundle')}
          options={[
            { value: 'single', label: t('oneByOne') },
            { value: 'bundle', label: t('asHistory') },
          ]}
        />
      )}
      <ConversationPicker chosen={chosen} onToggle={toggle} />
    </Dialog>
  );
}

function useForwarding() {
  const { forward } = useSharing();
  const refusal = useMessageRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** Answers with the conversations that it did not reach. */
  const forwardTo = async (
    conversationIds: string[],
    what: Forwarded & { bundled: boolean },
  ): Promise<string[]> => {
    setBusy(true);
    setProblem(null);
    const left: string[] = [];
    for (const conversationId of conversationIds) {
      const outcome = await forward({ conversationId, ...what });
      if (outcome.ok) continue;
      left.push(conversationId);
      setProblem(refusal(outcome.error));
    }
    setBusy(false);
    return left;
  };
  return { busy, problem, forwardTo };
}
