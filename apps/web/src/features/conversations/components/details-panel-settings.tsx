'use client';

import { Eraser, EyeOff, UserPen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { navigate } from '@/components/navigation';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SwitchRow } from '@/components/ui/switch-row';
import { TextField } from '@/components/ui/text-field';
import { useToast } from '@/components/ui/toast';
import { PanelRow, PanelSection } from '@/features/groups/components/panel';
import { NICKNAME_MOST } from '@/features/groups/limits';
import { useRunning } from '@/features/groups/running';
import { useGroupForm } from '@/features/groups/use-group-refusal';
import type { Outcome } from '@/lib/urql/outcome';
import { type ConversationSettings, useConversationSettings } from '../settings';

type MySettingsProps = {
  conversationId: string;
  name: string;
  pinned: boolean;
  doNotDisturb: boolean;
  /** The row that says what lies behind the messages. */
  background: ReactNode;
  /** What one is called in a group; undefined where there is no such name. */
  nickname?: string | null;
};

/** What somebody arranges for themselves in a conversation; nobody else sees any of it but the nickname. */
export function MySettings({
  conversationId,
  name,
  pinned,
  doNotDisturb,
  background,
  nickname,
}: MySettingsProps) {
  const t = useTranslations('groups.mine');
  const { update } = useConversationSettings();
  const report = useReport();
  const [clearing, setClearing] = useState(false);
  const [naming, setNaming] = useState(false);
  const set = (settings: ConversationSettings) => void report(update(conversationId, settings));
  const hide = async () => {
    if (await report(update(conversationId, { hidden: true })))
      navigate('/chats', { replace: true });
  };
  return (
    <PanelSection title={t('title')}>
      <SwitchRow
        label={t('pin')}
        checked={pinned}
        onCheckedChange={(checked) => set({ pinned: checked })}
      />
      <SwitchRow
        label={t('doNotDisturb')}
        checked={doNotDisturb}
        onCheckedChange={(checked) => set({ doNotDisturb: checked })}
      />
      {nickname !== undefined && (
        <PanelRow
          Icon={UserPen}
          label={t('nickname')}
          trailing={
            nickname && <bdi className="max-w-32 truncate text-ink-2 text-label">{nickname}</bdi>
          }
          leads
          onClick={() => setNaming(true)}
        />
      )}
      {background}
      <PanelRow Icon={EyeOff} label={t('hide')} onClick={() => void hide()} />
      <PanelRow Icon={Eraser} label={t('clearHistory')} onClick={() => setClearing(true)} />
      <ClearDialog
        conversationId={conversationId}
        name={name}
        open={clearing}
        onOpenChange={setClearing}
      />
      {naming && (
        <NicknameDialog
          conversationId={conversationId}
          nickname={nickname ?? ''}
          onClose={() => setNaming(false)}
        />
      )}
    </PanelSection>
  );
}

/** A switch has no place for an error of its own. */
function useReport(): (doing: Promise<Outcome<object, string>>) => Promise<boolean> {
  const t = useTranslations('conversations.menu');
  const toast = useToast();
  return async (doing) => {
    const outcome = await doing;
    if (!outcome.ok) {
      const { error, limit = 0 } = outcome;
      toast.add({ title: error === 'LimitReached' ? t('tooManyPins', { limit }) : t('failed') });
    }
    return outcome.ok;
  };
}

type ClearDialogProps = {
  conversationId: string;
  name: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function ClearDialog({ conversationId, name, open, onOpenChange }: ClearDialogProps) {
  const t = useTranslations('conversations.menu');
  const common = useTranslations('common');
  const { clearHistory } = useConversationSettings();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const clear = async () => {
    setBusy(true);
    const outcome = await clearHistory(conversationId);
    setBusy(false);
    setFailed(!outcome.ok);
    if (outcome.ok) onOpenChange(false);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('clearTitle', { name })}
      description={t('clearBody')}
      confirmLabel={t('clear')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={failed ? t('failed') : null}
      onConfirm={clear}
    />
  );
}

type NicknameDialogProps = { conversationId: string; nickname: string; onClose: () => void };

function NicknameDialog({ conversationId, nickname, onClose }: NicknameDialogProps) {
  const t = useTranslations('groups.mine');
  const common = useTranslations('common');
  const running = useRunning(conversationId);
  const { busy, problem, submit } = useGroupForm();
  const [value, setValue] = useState(nickname);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (await submit(() => running.setNickname(value.trim() || null))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('nickname')}
      description={t('nicknameHint')}
      closeLabel={common('close')}
    >
      <form onSubmit={save} className="flex flex-col gap-4">
        {problem && <Notice tone="error">{problem}</Notice>}
        <TextField
          label={t('nickname')}
          value={value}
          onValueChange={setValue}
          maxLength={NICKNAME_MOST}
          autoComplete="off"
        />
        <Button type="submit" variant="primary" busy={busy} className="self-end">
          {t('save')}
        </Button>
      </form>
    </Dialog>
  );
}
