'use client';

import { MessageSquare, Network, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useState } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { PaneHeader } from '@/components/frame/pane-header';
import { rovingFocus } from '@/components/frame/roving-focus';
import { NavLink } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { useToast } from '@/components/ui/toast';
import { useReached } from '@/components/use-reached';
import { useContactRefusal } from '@/features/contacts/components/use-contact-refusal';
import { useNameOf } from '@/features/contacts/names';
import { CONTACTS, personPath } from '@/features/contacts/paths';
import type { Pages } from '@/lib/urql/use-pages';
import {
  type Found,
  type Position,
  useDepartment,
  useHintedSince,
  useOrganisation,
  useOrganisationSearch,
  usePeople,
} from '../browsing';
import { departmentPath } from '../paths';
import { DepartmentList } from './department-list';
import { PositionRow } from './position-row';
import { Trail } from './trail';

const QUERY_MOST = 100;

type OrganisationPageProps = {
  /** The department that is open; null: the organisation as a whole. */
  departmentId: string | null;
  onMessage: (userId: string) => Promise<string | null>;
};

/** Departments first, then people; by name and title one finds anybody. */
export function OrganisationPage({ departmentId, onMessage }: OrganisationPageProps) {
  const t = useTranslations('organisation');
  const { organisation, failed, fetching } = useOrganisation();
  const { department } = useDepartment(departmentId);
  const hintedSince = useHintedSince();
  const [query, setQuery] = useState('');
  usePageTitle(department?.departmentName ?? t('title'));
  const asked = query.trim() !== '';
  return (
    <>
      <PaneHeader
        measured
        leading={<BackButton label={t('back')} fallback={CONTACTS} />}
        title={t('title')}
      />
      <div
        className="mx-auto flex min-h-0 w-full max-w-(--measure) flex-1 flex-col px-4"
        style={{ '--presence-ring': 'var(--paper)' } as CSSProperties}
      >
        {organisation && (
          <>
            <SearchField
              label={t('search')}
              clearLabel={t('clearSearch')}
              value={query}
              onValueChange={setQuery}
              maxLength={QUERY_MOST}
            />
            <div className="-mx-2 min-h-0 flex-1 overflow-y-auto overscroll-contain pt-3 pb-6">
              {asked ? (
                <FoundPeople query={query} onMessage={onMessage} />
              ) : (
                <Place key={hintedSince} departmentId={departmentId} onMessage={onMessage} />
              )}
            </div>
          </>
        )}
        {failed && <Notice tone="error">{t('failed')}</Notice>}
        {organisation === null && !fetching && (
          <EmptyState picture={<Network className="size-8" />} title={t('none')}>
            {t('noneHint')}
          </EmptyState>
        )}
      </div>
    </>
  );
}

type PlaceProps = OrganisationPageProps;

function Place({ departmentId, onMessage }: PlaceProps) {
  const t = useTranslations('organisation');
  const { department, gone } = useDepartment(departmentId);
  if (gone)
    return (
      <>
        <Trail steps={[]} hrefOf={departmentPath} />
        <EmptyState picture={<Network className="size-8" />} title={t('gone')}>
          {t('goneHint')}
        </EmptyState>
      </>
    );
  return (
    <>
      {departmentId && (
        <div className="mb-2 flex min-h-9 items-center px-0.5">
          {department && <Trail steps={[...department.path, department]} hrefOf={departmentPath} />}
        </div>
      )}
      <DepartmentList
        parentId={departmentId}
        hrefOf={departmentPath}
        empty={
          departmentId === null && (
            <EmptyState picture={<Network className="size-8" />} title={t('empty')}>
              {t('emptyHint')}
            </EmptyState>
          )
        }
      />
      {departmentId && <People key={departmentId} id={departmentId} onMessage={onMessage} />}
    </>
  );
}

type PeopleProps = { id: string; onMessage: OrganisationPageProps['onMessage'] };

function People({ id, onMessage }: PeopleProps) {
  const t = useTranslations('organisation');
  const pages = usePeople(id);
  if (pages.items.length === 0) return null;
  return (
    <section aria-label={t('inDepartment')} className="pt-3">
      <h2 className="px-2 pb-1 font-medium text-ink-2 text-label">{t('inDepartment')}</h2>
      <PositionList pages={pages} onMessage={onMessage} />
    </section>
  );
}

type FoundPeopleProps = { query: string; onMessage: OrganisationPageProps['onMessage'] };

function FoundPeople({ query, onMessage }: FoundPeopleProps) {
  const t = useTranslations('organisation');
  const pages = useOrganisationSearch(query);
  const count = pages.items.length;
  return (
    <div aria-busy={pages.fetching}>
      {pages.error && count === 0 && (
        <Notice tone="error" className="mx-2">
          {t('failed')}
        </Notice>
      )}
      <p role="status" className="sr-only">
        {!pages.fetching && t('people', { count })}
      </p>
      {!pages.fetching && !pages.error && count === 0 && (
        <EmptyState picture={<SearchX className="size-8" />} title={t('nobodyFound')}>
          {t('nobodyFoundHint', { query: query.trim() })}
        </EmptyState>
      )}
      <PositionList pages={pages} onMessage={onMessage} />
    </div>
  );
}

type PositionListProps = {
  pages: Pages<Position | Found>;
  onMessage: OrganisationPageProps['onMessage'];
};

function PositionList({ pages, onMessage }: PositionListProps) {
  const end = useReached(pages.loadMore);
  return (
    <>
      <ul {...rovingFocus}>
        {pages.items.map((position) => (
          <PositionItem key={position.id} position={position} onMessage={onMessage} />
        ))}
      </ul>
      {pages.hasMore && <div ref={end} className="h-10" />}
    </>
  );
}

type PositionItemProps = {
  position: Position | Found;
  onMessage: OrganisationPageProps['onMessage'];
};

function PositionItem({ position, onMessage }: PositionItemProps) {
  const t = useTranslations('organisation');
  const refusal = useContactRefusal();
  const nameOf = useNameOf();
  const toast = useToast();
  const { user } = position;
  const message = async () => {
    const error = await onMessage(user.id);
    if (error) toast.add({ title: refusal(error) });
  };
  return (
    <li className="flex min-h-16 items-center gap-1 rounded-[8px] pe-1 hover:bg-hover hover:[--presence-ring:var(--hover)]">
      <NavLink
        href={personPath(user.id)}
        data-roving
        className="-outline-offset-2 flex min-w-0 flex-1 items-center gap-3 self-stretch rounded-[8px] px-2"
      >
        <PositionRow
          position={position}
          department={'department' in position ? position.department.departmentName : undefined}
        />
      </NavLink>
      {user.relation !== 'SELF' && (
        <IconButton label={t('message', { name: nameOf(user) })} onClick={() => void message()}>
          <MessageSquare className="size-5" aria-hidden="true" />
        </IconButton>
      )}
    </li>
  );
}
