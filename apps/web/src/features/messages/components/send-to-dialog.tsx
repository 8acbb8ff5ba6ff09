'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useToast } from '@/components/ui/toast';
import { ConversationPicker } from '@/features/conversations/components/conversation-picker';
import type { Outcome } from '@/lib/urql/outcome';
import { useChoice } from '../choice';
import { useOneByOne } from '../one-by-one';
import type { RefusedAction } from './menu/use-report-refusal';

type SendToDialogProps = {
  open: boolean;
  onClose: () => void;
  onDone?: () => void;
  title: string;
  /** What is being done, for the words of a refusal. */
  action: RefusedAction;
  send: (conversationId: string) => Promise<Outcome<object, string>>;
  /** What can be said about it besides where it goes. */
  children?: ReactNode;
};

/** Where something is to go: a few conversations, each told for itself when it would not take it. */
export function SendToDialog(props: SendToDialogProps) {
  const { open, onClose, onDone, title, action, send, children } = props;
  const t = useTranslations('forward');
  const common = useTranslations('common');
  const toast = useToast();
  const { chosen, full, toggle, choose } = useChoice();
  const { busy, problem, forget, sendAll } = useOneByOne(action);
  const close = () => {
    choose([]);
    forget();
    onClose();
  };
  const submit = async () => {
    const left = await sendAll([...chosen], send);
    choose(left);
    if (left.length > 0) return;
    toast.add({ title: t('done', { count: chosen.size }) });
    close();
    onDone?.();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(stillOpen) => {
        if (!stillOpen) close();
      }}
      title={title}
      closeLabel={common('close')}
      footer={
        <Button
          variant="primary"
          busy={busy}
          disabled={chosen.size === 0}
          onClick={() => void submit()}
        >
          {t('send', { count: chosen.size })}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      {full && (
        <p role="status" className="mb-3 text-ink-2 text-label">
          {t('most', { count: chosen.size })}
        </p>
      )}
      {children}
      <ConversationPicker chosen={chosen} onToggle={toggle} />
    </Dialog>
  );
}
