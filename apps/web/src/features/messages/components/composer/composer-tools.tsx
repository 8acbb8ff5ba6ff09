'use client';

import { ArrowUp, Check, Clock, Mic, Type } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';

type WritingToolsProps = {
  markdown: boolean;
  onMarkdown: (on: boolean) => void;
  /** While a message is being changed its format stays. */
  editing: boolean;
  /** Absent while there is nothing to send. */
  onLater: (() => void) | undefined;
  sendable: boolean;
};

/** What stands beside the field where there is room; on a phone the menu has it. */
export function WritingTools(props: WritingToolsProps) {
  const { markdown, onMarkdown, editing, onLater, sendable } = props;
  const t = useTranslations('composer');
  const schedules = useTranslations('schedules');
  return (
    <span className="contents phone:hidden">
      <IconButton
        label={markdown ? t('plainText') : t('markdown')}
        aria-pressed={markdown}
        disabled={editing}
        onClick={() => onMarkdown(!markdown)}
      >
        <Type aria-hidden="true" />
      </IconButton>
      {onLater && (
        <IconButton label={schedules('sendLater')} disabled={!sendable} onClick={onLater}>
          <Clock aria-hidden="true" />
        </IconButton>
      )}
    </span>
  );
}

type SubmitButtonProps = { editing: boolean; sendable: boolean };

export function SubmitButton({ editing, sendable }: SubmitButtonProps) {
  const t = useTranslations('messages');
  const c = useTranslations('composer');
  return (
    <IconButton
      type="submit"
      label={editing ? c('save') : t('send')}
      disabled={!sendable}
      className={cn(
        'rounded-[9px]',
        sendable &&
          'bg-leaf text-on-leaf not-disabled:hover:bg-leaf-strong not-disabled:hover:text-on-leaf',
      )}
    >
      {editing ? <Check aria-hidden="true" /> : <ArrowUp aria-hidden="true" />}
    </IconButton>
  );
}

/** Stands where the recorder will, which is not among what a page loads first. */
export function RecorderToCome() {
  const t = useTranslations('voice');
  return (
    <IconButton label={t('record')} disabled className="relative rounded-[9px]">
      <Mic aria-hidden="true" />
    </IconButton>
  );
}
