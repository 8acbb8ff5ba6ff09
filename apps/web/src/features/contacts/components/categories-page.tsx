'use client';

import { ArrowDown, ArrowUp, Pencil, Tags, Trash2, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { PaneHeader } from '@/components/frame/pane-header';
import { usePageTitle } from '@/components/page-title';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { type Category, useCategories, useCategoryActions } from '../categories';
import { CONTACTS } from '../paths';
import { useFriends } from '../people';
import { CategoryFriendsDialog } from './category-friends-dialog';
import { CategoryNameDialog } from './category-name-dialog';
import { NewCategory } from './new-category';
import { useCategoryRefusal } from './use-category-refusal';

type Doing = { what: 'rename' | 'friends' | 'delete'; category: Category };

/** My categories: their names, their order, and who is in them. */
export function CategoriesPage() {
  const t = useTranslations('contacts.categories');
  const contacts = useTranslations('contacts');
  const { categories, known } = useCategories();
  const [doing, setDoing] = useState<Doing | null>(null);
  usePageTitle(t('title'));
  const close = () => setDoing(null);
  return (
    <>
      <PaneHeader
        measured
        leading={<BackButton label={contacts('back')} fallback={CONTACTS} />}
        title={t('title')}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-(--measure) px-4 pb-10">
          <p className="text-ink-2 text-label">{t('hint')}</p>
          {!known && <Skeleton className="mt-4 h-12 w-full" />}
          {known && categories.length === 0 && (
            <EmptyState picture={<Tags className="size-8" />} title={t('none')}>
              {t('noneHint')}
            </EmptyState>
          )}
          <CategoryRows categories={categories} onDo={setDoing} />
          {known && (
            <div className="mt-4 max-w-100">
              <NewCategory />
            </div>
          )}
        </div>
      </div>
      <CategoryNameDialog
        category={doing?.what === 'rename' ? doing.category : null}
        onClose={close}
      />
      <CategoryFriendsDialog
        category={doing?.what === 'friends' ? doing.category : null}
        onClose={close}
      />
      <DeleteDialog category={doing?.what === 'delete' ? doing.category : null} onClose={close} />
    </>
  );
}

type CategoryRowsProps = { categories: readonly Category[]; onDo: (doing: Doing) => void };

function CategoryRows({ categories, onDo }: CategoryRowsProps) {
  const t = useTranslations('contacts.categories');
  const refusal = useCategoryRefusal();
  const { order } = useCategoryActions();
  const { items } = useFriends();
  const [problem, setProblem] = useState<string | null>(null);
  const countOf = (id: string) =>
    items.filter((friend) => friend.categories.some((category) => category.id === id)).length;
  const move = async (from: number, to: number) => {
    const ids = categories.map(({ id }) => id);
    ids.splice(to, 0, ...ids.splice(from, 1));
    const outcome = await order(ids);
    setProblem(outcome.ok ? null : refusal(outcome));
  };
  return (
    <>
      {problem && (
        <Notice tone="error" className="mt-3">
          {problem}
        </Notice>
      )}
      <ol className="mt-3 divide-y divide-line">
        {categories.map((category, index) => (
          <CategoryRow
            key={category.id}
            category={category}
            count={countOf(category.id)}
            onDo={(what) => onDo({ what, category })}
          >
            <IconButton
              label={t('up', { name: category.title })}
              disabled={index === 0}
              onClick={() => void move(index, index - 1)}
            >
              <ArrowUp className="size-4.5" aria-hidden="true" />
            </IconButton>
            <IconButton
              label={t('down', { name: category.title })}
              disabled={index === categories.length - 1}
              onClick={() => void move(index, index + 1)}
            >
              <ArrowDown className="size-4.5" aria-hidden="true" />
            </IconButton>
          </CategoryRow>
        ))}
      </ol>
    </>
  );
}

type CategoryRowProps = {
  category: Category;
  count: number;
  onDo: (what: Doing['what']) => void;
  /** What moves it. */
  children: ReactNode;
};

function CategoryRow({ category: { title: name }, count, onDo, children }: CategoryRowProps) {
  const t = useTranslations('contacts.categories');
  return (
    <li className="flex flex-wrap items-center justify-end gap-x-2 py-2">
      <p className="me-auto min-w-0 basis-40 grow">
        <bdi className="block truncate font-medium text-body">{name}</bdi>
        <span className="text-ink-2 text-meta">{t('count', { count })}</span>
      </p>
      <div className="-me-2 flex">
        {children}
        <IconButton label={t('choose', { name })} onClick={() => onDo('friends')}>
          <UsersRound className="size-4.5" aria-hidden="true" />
        </IconButton>
        <IconButton label={t('rename', { name })} onClick={() => onDo('rename')}>
          <Pencil className="size-4.5" aria-hidden="true" />
        </IconButton>
        <IconButton label={t('delete', { name })} onClick={() => onDo('delete')}>
          <Trash2 className="size-4.5" aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}

type DialogProps = { category: Category | null; onClose: () => void };

function DeleteDialog({ category, onClose }: DialogProps) {
  const t = useTranslations('contacts.categories');
  const common = useTranslations('common');
  const refusal = useCategoryRefusal();
  const { remove } = useCategoryActions();
  // The words stay while the dialog fades out.
  const [shown, setShown] = useState(category);
  if (category && category !== shown) setShown(category);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async () => {
    if (!shown) return;
    setBusy(true);
    const outcome = await remove(shown.id);
    setBusy(false);
    if (outcome.ok || outcome.error === 'NotFound') onClose();
    else setProblem(refusal(outcome));
  };
  return (
    <ConfirmDialog
      open={category !== null}
      onOpenChange={(open) => {
        if (open) return;
        setProblem(null);
        onClose();
      }}
      title={t('deleteTitle', { name: shown?.title ?? '' })}
      description={t('deleteHint')}
      confirmLabel={t('deleteAction')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={() => void confirm()}
    />
  );
}
