'use client';

import { Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { REMARK_MOST, useStandingActions } from '../standing';
import { PersonFact } from './person-fact';
import { useContactRefusal } from './use-contact-refusal';

type PersonRemarkProps = { userId: string; nickname: string; remark: string | null };

/** What I call a friend: read as a line, written in its place. */
export function PersonRemark({ userId, nickname, remark }: PersonRemarkProps) {
  const t = useTranslations('contacts.person');
  const [editing, setEditing] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => edit.current?.focus());
  };
  if (editing) return <RemarkForm {...{ userId, nickname, remark }} onClose={close} />;
  return (
    <PersonFact
      label={t('remark')}
      action={
        <Button
          ref={edit}
          size="small"
          variant="quiet"
          aria-label={remark ? t('changeRemark') : t('addRemark')}
          onClick={() => setEditing(true)}
        >
          <Pencil className="size-4" aria-hidden="true" />
          {remark ? t('change') : t('add')}
        </Button>
      }
    >
      {remark ? <bdi>{remark}</bdi> : <span className="text-ink-2">{t('noRemark')}</span>}
    </PersonFact>
  );
}

function RemarkForm({
  userId,
  nickname,
  remark,
  onClose,
}: PersonRemarkProps & { onClose: () => void }) {
  const t = useTranslations('contacts.person');
  const common = useTranslations('common');
  const refusal = useContactRefusal();
  const { setRemark } = useStandingActions();
  const [words, setWords] = useState(remark ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useId();
  const tooLong = [...words.trim()].length > REMARK_MOST;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || tooLong) return;
    setBusy(true);
    setProblem(null);
    const outcome = await setRemark(userId, words.trim() || null);
    setBusy(false);
    if (outcome.ok) onClose();
    else setProblem(outcome.error === 'InvalidField' ? t('remarkInvalid') : refusal(outcome.error));
  };
  return (
    <form
      id={form}
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      className="border-line border-t py-3"
    >
      <TextField
        autoFocus
        label={t('remark')}
        value={words}
        onValueChange={setWords}
        placeholder={nickname}
        dir="auto"
        hint={t('remarkHint')}
        error={problem ?? (tooLong ? t('remarkTooLong', { most: REMARK_MOST }) : undefined)}
      />
      <div className="mt-3 flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          {common('cancel')}
        </Button>
        <Button size="small" type="submit" variant="primary" busy={busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
