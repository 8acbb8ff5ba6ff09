'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { useDeleteAccount } from '../delete-account';
import { GroupSuccessions } from './delete-account-groups';

type DeleteAccountDialogProps = {
  username: string;
  /** Nobody else runs the installation: then there is something to be done before. */
  lastAdministrator: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Says what goes, what stays and to whom groups pass, before anybody can do it. */
export function DeleteAccountDialog({
  username,
  lastAdministrator,
  open,
  onOpenChange,
}: DeleteAccountDialogProps) {
  const t = useTranslations('personalData.deletion');
  const common = useTranslations('common');
  const form = useId();
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title')}
      description={t('body')}
      closeLabel={t('close')}
      className="max-h-[min(90dvh,50rem)]"
      footer={
        lastAdministrator ? (
          <Button onClick={() => onOpenChange(false)}>{t('close')}</Button>
        ) : (
          <>
            <Button onClick={() => onOpenChange(false)}>{common('cancel')}</Button>
            <Button type="submit" form={form} variant="destructive" busy={busy}>
              {t('confirm')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {lastAdministrator ? (
          <Notice tone="error">{t('lastAdministrator')}</Notice>
        ) : (
          <>
            <Consequences />
            <GroupSuccessions />
            <Notice>{t('exportFirst')}</Notice>
            <Confirmation id={form} username={username} busy={busy} onBusy={setBusy} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Consequences() {
  const t = useTranslations('personalData.deletion');
  return (
    <>
      <Paragraph title={t('goes')}>
        <ul className="flex list-disc flex-col gap-1 ps-5">
          <li>{t('goesProfile')}</li>
          <li>{t('goesOwn')}</li>
          <li>{t('goesFiles')}</li>
        </ul>
      </Paragraph>
      <Paragraph title={t('stays')}>
        <p>{t('staysBody')}</p>
        <p className="mt-1">{t('username')}</p>
      </Paragraph>
    </>
  );
}

function Paragraph({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="font-medium text-body">{title}</h3>
      <div className="mt-1 text-ink-2 text-label">{children}</div>
    </section>
  );
}

type ConfirmationProps = {
  id: string;
  username: string;
  busy: boolean;
  onBusy: (busy: boolean) => void;
};

const REFUSALS = ['LastAdministrator', 'InvalidField', 'FreshSignInRequired'] as const;

/** Nobody deletes an account by pressing the wrong button: it takes the username in one’s own letters. */
function Confirmation({ id, username, busy, onBusy }: ConfirmationProps) {
  const t = useTranslations('personalData.deletion');
  const deleteAccount = useDeleteAccount();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const field = event.currentTarget.querySelector('input');
    if (typed.trim().toLowerCase() !== username.toLowerCase()) {
      setProblem(t('problem.InvalidField'));
      field?.focus();
      return;
    }
    onBusy(true);
    setProblem(null);
    const outcome = await deleteAccount(typed.trim());
    // Where it is done this page is being left, and the button stays as it is until then.
    if (outcome.ok) return;
    onBusy(false);
    setProblem(t(`problem.${REFUSALS.find((rule) => rule === outcome.error) ?? 'other'}`));
  };
  return (
    <form id={id} onSubmit={submit} noValidate>
      <TextField
        label={t('confirmLabel')}
        name="username"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        required
        value={typed}
        onValueChange={(value) => {
          setTyped(value);
          setProblem(null);
        }}
        hint={t('confirmHint', { username })}
        error={problem}
      />
    </form>
  );
}
