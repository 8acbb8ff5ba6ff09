'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SettingsGroup } from '@/components/ui/settings-group';
import { Skeleton } from '@/components/ui/skeleton';
import { SwitchRow } from '@/components/ui/switch-row';
import { TextArea } from '@/components/ui/text-area';
import { TextField } from '@/components/ui/text-field';
import { useToast } from '@/components/ui/toast';
import {
  type Installation,
  useInstallation,
  useInstallationActions,
  useInstallationForm,
} from '../installation';

const NAME_MOST = 40;
const WELCOME_MOST = 500;
const CONTACT_MOST = 200;

/** What the doors say, and to whom they open. */
export function InstallationForm() {
  const t = useTranslations('installation');
  const { installation, failed } = useInstallation();
  if (installation)
    return (
      <>
        {/* Begun anew when somebody else has changed it meanwhile. */}
        <Words key={wordsOf(installation).join('\n')} installation={installation} />
        <Admission installation={installation} />
      </>
    );
  if (failed) return <Notice tone="error">{t('failed')}</Notice>;
  return <Skeleton className="h-72 w-full rounded-sheet" />;
}

const wordsOf = ({ name, welcome, supportContact }: Installation) => [
  name ?? '',
  welcome,
  supportContact,
];

function Words({ installation }: { installation: Installation }) {
  const t = useTranslations('installation');
  const brand = useTranslations('brand');
  const toast = useToast();
  const { update } = useInstallationActions();
  const { busy, problem, submit } = useInstallationForm();
  const before = wordsOf(installation);
  const [name, setName] = useState(before[0] ?? '');
  const [welcome, setWelcome] = useState(installation.welcome);
  const [supportContact, setContact] = useState(installation.supportContact);
  const changed = [name, welcome, supportContact].some((text, index) => text !== before[index]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const changes = { name: name.trim() || null, welcome, supportContact };
    if (await submit(() => update(changes))) toast.add({ title: t('saved') });
  };
  return (
    <SettingsGroup title={t('words')} hint={t('wordsHint')}>
      <form onSubmit={save} className="flex flex-col gap-5 pt-4">
        {problem && <Notice tone="error">{problem}</Notice>}
        <TextField
          label={t('name')}
          value={name}
          onValueChange={setName}
          maxLength={NAME_MOST}
          placeholder={brand('name')}
          hint={t('nameHint')}
          dir="auto"
        />
        <TextArea
          label={t('welcome')}
          value={welcome}
          onValueChange={setWelcome}
          maxLength={WELCOME_MOST}
          dir="auto"
        />
        <TextField
          label={t('supportContact')}
          value={supportContact}
          onValueChange={setContact}
          maxLength={CONTACT_MOST}
          hint={t('supportContactHint')}
          dir="auto"
        />
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          disabled={!changed}
          className="self-end"
        >
          {t('save')}
        </Button>
      </form>
    </SettingsGroup>
  );
}

function Admission({ installation }: { installation: Installation }) {
  const t = useTranslations('installation');
  const { update } = useInstallationActions();
  const { busy, problem, submit } = useInstallationForm();
  const open = installation.registration === 'OPEN';
  return (
    <SettingsGroup title={t('admission')}>
      {problem && (
        <Notice tone="error" className="mt-3">
          {problem}
        </Notice>
      )}
      <div className="-mx-3 flex flex-col gap-1 pt-2">
        <SwitchRow
          label={t('registration')}
          hint={t('registrationHint')}
          checked={open}
          disabled={busy}
          onCheckedChange={(next) =>
            void submit(() => update({ registration: next ? 'OPEN' : 'CLOSED' }))
          }
        />
        <SwitchRow
          label={t('strangers')}
          hint={t('strangersHint')}
          checked={installation.strangersMayWrite}
          disabled={busy}
          onCheckedChange={(strangersMayWrite) => void submit(() => update({ strangersMayWrite }))}
        />
      </div>
      {open && <Domains key={installation.emailDomains.join(' ')} of={installation} />}
    </SettingsGroup>
  );
}

function Domains({ of: { emailDomains } }: { of: Installation }) {
  const t = useTranslations('installation');
  const toast = useToast();
  const { update } = useInstallationActions();
  const { busy, problem, submit } = useInstallationForm();
  const before = emailDomains.join(' ');
  const [text, setText] = useState(before);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const domains = text.split(/[\s,;，；、]+/u).filter(Boolean);
    if (await submit(() => update({ emailDomains: domains }))) toast.add({ title: t('saved') });
  };
  return (
    <form onSubmit={save} className="flex flex-wrap items-start gap-2 pt-3">
      <div className="min-w-60 flex-1">
        <TextField
          label={t('domains')}
          value={text}
          onValueChange={setText}
          placeholder={t('domainsExample')}
          hint={t('domainsHint')}
          error={problem}
          autoCapitalize="none"
          spellCheck={false}
        />
      </div>
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        disabled={text.trim() === before}
        className="mt-6.5 h-11"
      >
        {t('save')}
      </Button>
    </form>
  );
}
