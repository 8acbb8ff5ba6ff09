'use client';

import { UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SettingsGroup } from '@/components/ui/settings-group';
import { PeoplePicker } from '@/features/contacts/components/people-picker';
import { PersonRow } from '@/features/contacts/components/person-row';
import { PersonRow_user } from '@/features/contacts/components/person-row.fragment';
import { useNameOf } from '@/features/contacts/names';
import { readFragment } from '@/lib/graphql';
import {
  type Administrator,
  useAdministrators,
  useInstallationActions,
  useInstallationForm,
} from '../installation';

/** Those who run the installation; each of them may appoint others, and there is always one. */
export function AdministratorList() {
  const t = useTranslations('installation');
  const { items, error } = useAdministrators();
  const [appointing, setAppointing] = useState(false);
  return (
    <SettingsGroup title={t('administrators')} hint={t('administratorsHint')}>
      {error && items.length === 0 && (
        <Notice tone="error" className="mt-3">
          {t('failed')}
        </Notice>
      )}
      <ul style={{ '--presence-ring': 'var(--paper)' } as CSSProperties}>
        {items.map((one) => (
          <AdministratorRow key={one.id} administrator={one} alone={items.length === 1} />
        ))}
      </ul>
      <Button className="mt-3" onClick={() => setAppointing(true)}>
        <UserRoundPlus className="size-4" aria-hidden="true" />
        {t('appoint')}
      </Button>
      <AppointDialog
        open={appointing}
        onOpenChange={setAppointing}
        taken={new Map(items.map(({ id }) => [id, t('isAdministrator')]))}
      />
    </SettingsGroup>
  );
}

type RowProps = { administrator: Administrator; alone: boolean };

function AdministratorRow({ administrator, alone }: RowProps) {
  const t = useTranslations('installation');
  const common = useTranslations('common');
  const { dismiss } = useInstallationActions();
  const { busy, problem, submit, clear } = useInstallationForm();
  const nameOf = useNameOf();
  const [asking, setAsking] = useState(false);
  const person = readFragment(PersonRow_user, administrator);
  const own = person.relation === 'SELF';
  const ask = (open: boolean) => {
    clear();
    setAsking(open);
  };
  return (
    <li className="flex min-h-16 items-center gap-3 border-line border-b">
      <PersonRow user={administrator} />
      <Button
        size="small"
        disabled={alone}
        aria-label={t('dismissNamed', { name: nameOf(person) })}
        onClick={() => ask(true)}
      >
        {t('dismiss')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={ask}
        title={own ? t('stepDownTitle') : t('dismissTitle', { name: nameOf(person) })}
        description={own ? t('stepDownHint') : t('dismissHint')}
        confirmLabel={t('dismiss')}
        cancelLabel={common('cancel')}
        busy={busy}
        error={problem}
        onConfirm={async () => {
          if (await submit(() => dismiss(administrator.id))) setAsking(false);
        }}
      />
    </li>
  );
}

type AppointDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  taken: ReadonlyMap<string, string>;
};

function AppointDialog({ open, onOpenChange, taken }: AppointDialogProps) {
  const t = useTranslations('installation');
  const common = useTranslations('common');
  const { appoint } = useInstallationActions();
  const { busy, problem, submit, clear } = useInstallationForm();
  const [chosen, setChosen] = useState<string | null>(null);
  const close = (next: boolean) => {
    setChosen(null);
    clear();
    onOpenChange(next);
  };
  const confirm = async () => {
    if (chosen && (await submit(() => appoint(chosen)))) close(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={t('appointTitle')}
      description={t('appointHint')}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={() => close(false)}>{common('cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={!chosen} onClick={confirm}>
            {t('appoint')}
          </Button>
        </>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <PeoplePicker
        chosen={new Set(chosen ? [chosen] : [])}
        onToggle={(id) => setChosen((before) => (before === id ? null : id))}
        taken={taken}
      />
    </Dialog>
  );
}
