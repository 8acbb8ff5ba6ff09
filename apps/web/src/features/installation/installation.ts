'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { useClient, useQuery } from 'urql';
import type { ResultOf, VariablesOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import type { Outcome, Refused } from '@/lib/urql/outcome';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import {
  AdministratorsQuery,
  AppointAdministrator,
  DismissAdministrator,
  StandingQuery,
  UpdateInstallation,
} from './documents';
import { DoorsQuery } from './doors-document';

export type Installation = ResultOf<typeof DoorsQuery>['installation'];
export type Changes = VariablesOf<typeof UpdateInstallation>['input'];
export type Administrator = ResultOf<
  typeof AdministratorsQuery
>['administrators']['edges'][number]['node'];

const PAGE = 50;

/** Whether the viewer runs the installation; undefined until it is known. */
export function useAdministrator(): boolean | undefined {
  const [{ data }] = useQuery({ query: StandingQuery });
  return data?.viewer.administrator;
}

export function useInstallation(): { installation: Installation | undefined; failed: boolean } {
  const [{ data, error }] = useQuery({ query: DoorsQuery });
  return { installation: data?.installation, failed: Boolean(error) };
}

const administratorsOf = (data: ResultOf<typeof AdministratorsQuery>) => data.administrators;

export function useAdministrators(): Pages<Administrator> {
  return usePages({
    document: AdministratorsQuery,
    variables: { first: PAGE },
    pageOf: administratorsOf,
    all: true,
  });
}

export function useInstallationActions() {
  const client = useClient();
  return {
    update: (changes: Changes) => carryOut(client, UpdateInstallation, changes),
    appoint: (userId: string) => carryOut(client, AppointAdministrator, { userId }),
    dismiss: (userId: string) => carryOut(client, DismissAdministrator, { userId }),
  };
}

const KNOWN = [
  'NotFound',
  'InvalidField',
  'LimitReached',
  'LastAdministrator',
  'UNREACHABLE',
] as const;

/** One action at a time; what went wrong is said where it was done. */
export function useInstallationForm() {
  const t = useTranslations('installation');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const words = ({ error, limit = 0 }: Refused<string>) =>
    t(`refusal.${KNOWN.find((name) => name === error) ?? 'other'}`, { limit });
  const submit = async <Done>(work: () => Promise<Outcome<Done, string>>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    const outcome = await work();
    setBusy(false);
    if (!outcome.ok) setProblem(words(outcome));
    return outcome.ok;
  };
  const clear = useCallback(() => setProblem(null), []);
  return { busy, problem, submit, clear };
}
