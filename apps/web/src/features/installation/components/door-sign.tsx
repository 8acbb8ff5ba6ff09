import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';
import { type Doors, readDoors } from '../doors';

/** Whose doors these are: a name and a welcome, or the words of the house where there is neither. */
export async function DoorSign({ children }: { children?: ReactNode }) {
  const doors = await readDoors();
  if (!doors?.name && !doors?.welcome) return children;
  return (
    <div className="max-w-80 text-balance text-center">
      {doors.name && (
        <p className="break-words font-semibold text-ink text-title" dir="auto">
          {doors.name}
        </p>
      )}
      {doors.welcome && (
        <p className="mt-2 whitespace-pre-line break-words text-ink-2 text-label" dir="auto">
          {doors.welcome}
        </p>
      )}
    </div>
  );
}

/** Whom to turn to who does not get in. */
export async function DoorHelp() {
  const t = await getTranslations('installation.doors');
  const doors = await readDoors();
  if (!doors?.supportContact) return null;
  return (
    <p className="pb-4 text-center text-ink-2 text-meta">
      {t.rich('help', {
        contact: doors.supportContact,
        who: (chunks) => <bdi className="break-words">{chunks}</bdi>,
      })}
    </p>
  );
}

/** Whether there is a way in for somebody new, and which: in place of the form where there is none. */
export async function NewcomersDoor({ children }: { children: ReactNode }) {
  const t = await getTranslations('installation.doors');
  const oneOf = new Intl.ListFormat(await getLocale(), { type: 'disjunction' });
  const doors = await readDoors();
  if (doors?.registration === 'CLOSED') return <Closed doors={doors} />;
  return (
    <>
      {doors && doors.emailDomains.length > 0 && (
        <Notice className="mb-6">
          {t('domains', { domains: oneOf.format(doors.emailDomains) })}
        </Notice>
      )}
      {children}
    </>
  );
}

async function Closed({ doors }: { doors: Doors }) {
  const t = await getTranslations('installation.doors');
  return (
    <Notice>
      <p className="font-medium">{t('closed')}</p>
      <p className="mt-1 text-ink-2">{doors.supportContact ? t('closedAsk') : t('closedHint')}</p>
    </Notice>
  );
}
