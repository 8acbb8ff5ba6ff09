'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { useClient } from 'urql';
import { useToast } from '@/components/ui/toast';
import type { VariablesOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import type { Outcome, Refused } from '@/lib/urql/outcome';
import {
  AddDepartmentMembers,
  CreateDepartment,
  DeleteDepartment,
  MoveDepartment,
  RemoveDepartmentMember,
  RenameDepartment,
  UpdateDepartmentMember,
} from './documents';

type InputOf<Document> = VariablesOf<Document> extends { input: infer Input } ? Input : never;

/** What administrators do with the organisation. */
export function useOrganisationActions() {
  const client = useClient();
  return {
    create: (name: string, parentId: string | null) =>
      carryOut(client, CreateDepartment, { name, parentId }),
    rename: (departmentId: string, name: string) =>
      carryOut(client, RenameDepartment, { departmentId, name }),
    move: (departmentId: string, parentId: string | null, beforeId: string | null = null) =>
      carryOut(client, MoveDepartment, { departmentId, parentId, beforeId }),
    remove: (departmentId: string, moveToId: string | null = null) =>
      carryOut(client, DeleteDepartment, { departmentId, moveToId }),
    addPeople: (input: InputOf<typeof AddDepartmentMembers>) =>
      carryOut(client, AddDepartmentMembers, input),
    updatePerson: (input: InputOf<typeof UpdateDepartmentMember>) =>
      carryOut(client, UpdateDepartmentMember, input),
    removePerson: (memberId: string) => carryOut(client, RemoveDepartmentMember, { memberId }),
  };
}

const KNOWN = [
  'NotFound',
  'InvalidField',
  'LimitReached',
  'DepartmentNameTaken',
  'DepartmentTooDeep',
  'DepartmentBelowItself',
  'DepartmentNotEmpty',
  'UNREACHABLE',
] as const;

function useRefusal(): (refused: Refused<string>) => string {
  const t = useTranslations('organisation');
  return ({ error, limit = 0 }) =>
    t(`refusal.${KNOWN.find((name) => name === error) ?? 'other'}`, { limit });
}

/** For a dialog, which has a place for what went wrong. */
export function useOrganisationForm() {
  const words = useRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async <Done>(
    work: () => Promise<Outcome<Done, string>>,
  ): Promise<Outcome<Done, string> | null> => {
    if (busy) return null;
    setBusy(true);
    setProblem(null);
    const outcome = await work();
    setBusy(false);
    if (!outcome.ok) setProblem(words(outcome));
    return outcome;
  };
  const clear = useCallback(() => setProblem(null), []);
  return { busy, problem, submit, clear };
}

/** For what is done from a menu: what went wrong is said in a toast. */
export function useOrganisationAction() {
  const words = useRefusal();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const run = async <Done>(work: () => Promise<Outcome<Done, string>>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const outcome = await work();
    setBusy(false);
    if (!outcome.ok) toast.add({ title: words(outcome) });
  };
  return { busy, run };
}
