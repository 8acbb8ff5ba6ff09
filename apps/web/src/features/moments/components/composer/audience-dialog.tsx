'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { useCategories } from '@/features/contacts/categories';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import {
  type Audience,
  isComplete,
  namesPeople,
  VISIBILITIES,
  type Visibility,
} from '../../audience';
import { OpenDialog } from './open-dialog';

type AudienceDialogProps = {
  open: boolean;
  audience: Audience;
  /** What went wrong, in words; null when it holds now. */
  onChosen: (audience: Audience) => Promise<string | null>;
  onClose: () => void;
};

/** Who may see a post. */
export function AudienceDialog({ open, ...rest }: AudienceDialogProps) {
  return open ? <AudienceChoice {...rest} /> : null;
}

function AudienceChoice({ audience, onChosen, onClose }: Omit<AudienceDialogProps, 'open'>) {
  const t = useTranslations('moments.audience');
  const [chosen, setChosen] = useState(audience);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const done = async () => {
    setBusy(true);
    const wrong = await onChosen(chosen);
    setBusy(false);
    setProblem(wrong);
    if (wrong === null) onClose();
  };
  return (
    <OpenDialog
      onClose={onClose}
      className="max-w-120"
      title={t('title')}
      footer={
        <Button
          variant="primary"
          busy={busy}
          disabled={!isComplete(chosen)}
          onClick={() => void done()}
        >
          {t('done')}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <RadioGroup
        aria-label={t('title')}
        value={chosen.visibility}
        onValueChange={(next) => setChosen({ ...chosen, visibility: next as Visibility })}
        className="-mx-3 flex flex-col"
      >
        {VISIBILITIES.map((visibility) => (
          <VisibilityOption
            key={visibility}
            visibility={visibility}
            checked={chosen.visibility === visibility}
          />
        ))}
      </RadioGroup>
      {namesPeople(chosen.visibility) && <NamedPeople audience={chosen} onChange={setChosen} />}
    </OpenDialog>
  );
}

function VisibilityOption({ visibility, checked }: { visibility: Visibility; checked: boolean }) {
  const t = useTranslations('moments.audience');
  return (
    <Radio.Root
      value={visibility}
      className="flex min-h-13 w-full cursor-pointer items-center gap-3 rounded-[8px] px-3 py-1.5 text-start hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="block text-body">{t(`names.${visibility}`)}</span>
        <span className="block text-ink-2 text-meta">{t(`hints.${visibility}`)}</span>
      </span>
      <CheckboxMark checked={checked} />
    </Radio.Root>
  );
}

const toggled = (ids: readonly string[], id: string) =>
  ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];

type NamedPeopleProps = { audience: Audience; onChange: (audience: Audience) => void };

/** The categories and the friends that are meant. */
function NamedPeople({ audience, onChange }: NamedPeopleProps) {
  const t = useTranslations('moments.audience');
  const { categories } = useCategories();
  return (
    <section
      aria-label={t(`who.${audience.visibility === 'ONLY' ? 'only' : 'except'}`)}
      className="mt-4"
    >
      {categories.length > 0 && (
        <fieldset className="mb-4">
          <legend className="mb-2 font-medium text-ink-2 text-meta">{t('categories')}</legend>
          <div className="flex flex-wrap gap-2">
            {categories.map(({ id, title }) => {
              const checked = audience.categoryIds.includes(id);
              return (
                // biome-ignore lint/a11y/useSemanticElements: a chip is ticked, which no input could look like.
                <button
                  key={id}
                  type="button"
                  role="checkbox"
                  aria-checked={checked}
                  onClick={() =>
                    onChange({ ...audience, categoryIds: toggled(audience.categoryIds, id) })
                  }
                  className={cn(
                    'h-8 max-w-full truncate rounded-full border px-3.5 text-label transition-colors touch:h-11',
                    checked
                      ? 'border-leaf bg-leaf-tint text-leaf-ink'
                      : 'border-line-strong hover:bg-hover',
                  )}
                >
                  {title}
                </button>
              );
            })}
          </div>
        </fieldset>
      )}
      <p className="mb-2 font-medium text-ink-2 text-meta">
        {t('friends', { count: audience.userIds.length })}
      </p>
      <FriendPicker
        multiple
        chosen={new Set(audience.userIds)}
        onToggle={(id) => onChange({ ...audience, userIds: toggled(audience.userIds, id) })}
      />
    </section>
  );
}
