'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { readFragment } from '@/lib/graphql';
import { type Category, useCategoryActions } from '../categories';
import { useFriends } from '../people';
import { FriendPicker } from './friend-picker';
import { PersonRow_user } from './person-row.fragment';
import { useCategoryRefusal } from './use-category-refusal';

type CategoryFriendsDialogProps = { category: Category | null; onClose: () => void };

/** Who is in a category: ticked or not. */
export function CategoryFriendsDialog({ category, onClose }: CategoryFriendsDialogProps) {
  // Each opening begins with who is in it then; the last one's choice stays while the dialog fades out.
  const [shown, setShown] = useState(category);
  if (category && category !== shown) setShown(category);
  if (!shown) return null;
  return <Choice key={shown.id} category={shown} open={category !== null} onClose={onClose} />;
}

type ChoiceProps = { category: Category; open: boolean; onClose: () => void };

function Choice({ category, open, onClose }: ChoiceProps) {
  const t = useTranslations('contacts.categories');
  const common = useTranslations('common');
  const refusal = useCategoryRefusal();
  const { move } = useCategoryActions();
  const { items } = useFriends();
  /** What is to be different from what is. */
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const within = new Set(
    items
      .filter((friend) => friend.categories.some(({ id }) => id === category.id))
      .map((friend) => readFragment(PersonRow_user, friend).id),
  );
  const ids = items.map((friend) => readFragment(PersonRow_user, friend).id);
  const chosen = new Set(ids.filter((id) => within.has(id) !== toggled.has(id)));
  const close = () => {
    setToggled(new Set());
    setProblem(null);
    onClose();
  };
  const save = async () => {
    setBusy(true);
    const outcome = await move({
      categoryId: category.id,
      addUserIds: ids.filter((id) => toggled.has(id) && !within.has(id)),
      removeUserIds: ids.filter((id) => toggled.has(id) && within.has(id)),
    });
    setBusy(false);
    if (outcome.ok) close();
    else setProblem(refusal(outcome));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) close();
      }}
      title={t('chooseTitle', { name: category.title })}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" busy={busy} onClick={() => void save()}>
          {t('save')}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <FriendPicker
        multiple
        chosen={chosen}
        onToggle={(id) =>
          setToggled((before) => {
            const after = new Set(before);
            if (!after.delete(id)) after.add(id);
            return after;
          })
        }
      />
    </Dialog>
  );
}
