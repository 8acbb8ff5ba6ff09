'use client';

import { ChevronRight, Network } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { Pages } from '@/lib/urql/use-pages';
import { type DepartmentRow, useChildren, useTopDepartments } from '../browsing';
import { Opener, type Opening } from './opener';

export type DepartmentListProps = Opening & {
  /** Null: those at the top. */
  parentId: string | null;
  /** What stands beside a department instead of the arrow. */
  beside?: (department: DepartmentRow, siblings: readonly DepartmentRow[]) => ReactNode;
  /** What is said where there are none. */
  empty?: ReactNode;
};

/** The departments in one place, in their order. */
export function DepartmentList(props: DepartmentListProps) {
  if (props.parentId === null) return <Top {...props} />;
  return <Below key={props.parentId} {...props} parentId={props.parentId} />;
}

const Top = (props: DepartmentListProps) => <Rows {...props} pages={useTopDepartments()} />;
const Below = (props: DepartmentListProps & { parentId: string }) => (
  <Rows {...props} pages={useChildren(props.parentId)} />
);

function Rows({
  pages: { items, fetching, error },
  beside,
  empty,
  parentId: _parentId,
  ...opening
}: DepartmentListProps & { pages: Pages<DepartmentRow> }) {
  const t = useTranslations('organisation');
  if (error?.networkError && items.length === 0) return <Notice tone="error">{t('failed')}</Notice>;
  if (items.length === 0 && fetching) return <RowsSkeleton />;
  if (items.length === 0) return empty;
  return (
    <ul aria-label={t('departments')} {...rovingFocus}>
      {items.map((department) => (
        <li key={department.id} className="flex items-center gap-1 rounded-[8px] hover:bg-hover">
          <Opener
            {...opening}
            id={department.id}
            className="-outline-offset-2 flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-[8px] px-2 text-start"
          >
            <span className="flex size-10 shrink-0 items-center justify-center rounded-[10px] bg-leaf-tint text-leaf-ink">
              <Network className="size-5" aria-hidden="true" />
            </span>
            <bdi className="min-w-0 flex-1 truncate font-medium text-body">
              {department.departmentName}
            </bdi>
            <span className="tabular shrink-0 text-ink-2 text-label">
              <span aria-hidden="true">{department.memberCount}</span>
              <span className="sr-only">{t('people', { count: department.memberCount })}</span>
            </span>
            {!beside && (
              <ChevronRight
                className="size-4.5 shrink-0 text-ink-3 rtl:rotate-180"
                aria-hidden="true"
              />
            )}
          </Opener>
          {beside?.(department, items)}
        </li>
      ))}
    </ul>
  );
}

const shapes = ['w-32', 'w-24', 'w-40'];

function RowsSkeleton() {
  return shapes.map((width) => (
    <div key={width} className="flex h-14 items-center gap-3 px-2">
      <Skeleton className="size-10 rounded-[10px]" />
      <Skeleton className={`h-3.5 ${width}`} />
    </div>
  ));
}
