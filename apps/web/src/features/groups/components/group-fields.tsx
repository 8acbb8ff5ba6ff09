'use client';

import { SmilePlus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EmojiPicker } from '@/components/emoji/emoji-picker';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { Segmented } from '@/components/ui/segmented';
import { TextArea } from '@/components/ui/text-area';
import { TextField } from '@/components/ui/text-field';
import { DESCRIPTION_MOST, NAME_MOST } from '../limits';
import { GroupAvatar } from './group-avatar';

export interface GroupLook {
  name: string;
  description: string;
  avatarEmoji: string | null;
}

export interface GroupDoors {
  visibility: 'PUBLIC' | 'PRIVATE';
  joinPolicy: 'OPEN' | 'REQUEST';
}

type LookProps = {
  seed: string;
  value: GroupLook;
  /** What stands for it as long as no emoji does. */
  picture?: { thumbnailUrl: string } | null;
  onChange: (value: GroupLook) => void;
};

/** What a group is called and how it looks. */
export function LookFields({ seed, value, picture = null, onChange }: LookProps) {
  const t = useTranslations('groups');
  const { name, description, avatarEmoji } = value;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-end gap-3">
        <PictureField
          seed={seed}
          name={name}
          emoji={avatarEmoji}
          picture={picture}
          onPick={(emoji) => onChange({ ...value, avatarEmoji: emoji })}
        />
        <div className="min-w-0 flex-1">
          <TextField
            label={t('name')}
            value={name}
            onValueChange={(next) => onChange({ ...value, name: next })}
            maxLength={NAME_MOST}
            autoComplete="off"
          />
        </div>
      </div>
      <TextArea
        label={t('description')}
        value={description}
        onValueChange={(next) => onChange({ ...value, description: next })}
        maxLength={DESCRIPTION_MOST}
        placeholder={t('descriptionPlaceholder')}
        rows={2}
        className="min-h-16"
      />
    </div>
  );
}

type PictureFieldProps = {
  seed: string;
  name: string;
  emoji: string | null;
  picture: { thumbnailUrl: string } | null;
  onPick: (emoji: string | null) => void;
};

function PictureField({ seed, name, emoji, picture, onPick }: PictureFieldProps) {
  const t = useTranslations('groups');
  const [open, setOpen] = useState(false);
  return (
    <div className="relative shrink-0">
      <Popover
        open={open}
        onOpenChange={setOpen}
        label={t('picture')}
        side="bottom"
        trigger={
          <button
            type="button"
            aria-label={emoji ? t('changePicture', { emoji }) : t('choosePicture')}
            className="relative flex size-16 items-center justify-center rounded-full hover:opacity-85 [&>span]:size-16 [&>span]:text-title"
          >
            {name.trim() || emoji ? (
              <GroupAvatar
                id={seed}
                name={name}
                emoji={emoji}
                picture={emoji ? null : picture}
                size="huge"
              />
            ) : (
              <span
                aria-hidden="true"
                className="flex items-center justify-center rounded-full bg-sunken text-ink-2"
              >
                <SmilePlus />
              </span>
            )}
          </button>
        }
      >
        <EmojiPicker
          onPick={(picked) => {
            onPick(picked);
            setOpen(false);
          }}
        />
      </Popover>
      {emoji && (
        <IconButton
          label={t('removePicture')}
          className="-end-1.5 -top-1.5 absolute size-7! rounded-full bg-raised shadow-float"
          onClick={() => onPick(null)}
        >
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

type DoorsProps = { value: GroupDoors; onChange: (value: GroupDoors) => void };

/** Who can find a group and how they come in. */
export function DoorsFields({ value, onChange }: DoorsProps) {
  const t = useTranslations('groups');
  const { visibility, joinPolicy } = value;
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium text-label">{t('visibilityLabel')}</p>
      <Segmented
        label={t('visibilityLabel')}
        value={visibility}
        onValueChange={(next) => onChange({ ...value, visibility: next })}
        options={[
          { value: 'PRIVATE', label: t('visibility.PRIVATE') },
          { value: 'PUBLIC', label: t('visibility.PUBLIC') },
        ]}
      />
      {visibility === 'PUBLIC' && (
        <Segmented
          label={t('joinPolicyLabel')}
          value={joinPolicy}
          onValueChange={(next) => onChange({ ...value, joinPolicy: next })}
          options={[
            { value: 'REQUEST', label: t('joinPolicy.REQUEST') },
            { value: 'OPEN', label: t('joinPolicy.OPEN') },
          ]}
        />
      )}
      <p className="text-ink-2 text-meta">
        {visibility === 'PRIVATE' ? t('privateHint') : t(`publicHint.${joinPolicy}`)}
      </p>
    </div>
  );
}
