'use client';

import { Globe, Lock, Pencil } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { PortraitButton } from '@/features/media/components/portrait/portrait-button';
import { PortraitField } from '@/features/media/components/portrait/portrait-field';
import { longDate } from '@/lib/time-format';
import { useRunning } from '../running';
import { useGroupForm } from '../use-group-refusal';
import { useLargePortrait } from '../use-large-portrait';
import { GroupAvatar } from './group-avatar';
import type { GroupDetails } from './group-details.fragment';
import { DoorsFields, type GroupDoors, type GroupLook, LookFields } from './group-fields';

/** Who a group is; those who run it change it in place. */
export function GroupIdentity({ group }: { group: GroupDetails }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <EditForm group={group} onDone={() => setEditing(false)} />;
  return <Shown group={group} onEdit={() => setEditing(true)} />;
}

function Shown({ group, onEdit }: { group: GroupDetails; onEdit: () => void }) {
  const t = useTranslations('groups');
  const locale = useLocale();
  const { description, visibility, joinPolicy, createdAt, name } = group;
  const open = visibility === 'PUBLIC';
  const Mark = open ? Globe : Lock;
  return (
    <div className="relative flex flex-col items-center px-5 pt-2 pb-6 text-center">
      <Portrait group={group} />
      <p className="mt-3 max-w-full break-words font-semibold text-title" dir="auto">
        {name}
      </p>
      <p className="mt-1 flex items-center gap-1.5 text-ink-2 text-label">
        <Mark className="size-4" aria-hidden="true" />
        {open ? t(`doors.${joinPolicy ?? 'REQUEST'}`) : t('doors.PRIVATE')}
      </p>
      <p className="mt-0.5 text-ink-2 text-meta">
        {t('createdOn', { date: longDate(new Date(createdAt), locale) })}
      </p>
      {description && (
        <p
          className="mt-3 max-w-full whitespace-pre-wrap break-words text-start text-body"
          dir="auto"
        >
          {description}
        </p>
      )}
      {group.viewerMember.role !== 'MEMBER' && (
        <IconButton label={t('edit')} className="absolute end-2 top-0" onClick={onEdit}>
          <Pencil className="size-4.5" aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

/** For those who run the group the way to another picture; an emoji is chosen with its name. */
function Portrait({ group }: { group: GroupDetails }) {
  const t = useTranslations('groups');
  const { id, name, avatarEmoji, avatar, faces } = group;
  const media = useTranslations('media.portrait');
  const { setAvatar } = useRunning(id);
  const large = useLargePortrait(group);
  const shown = (
    <GroupAvatar
      {...{ id, faces }}
      name={name ?? ''}
      emoji={avatarEmoji}
      picture={avatar}
      size="huge"
    />
  );
  if (group.viewerMember.role === 'MEMBER')
    return (
      <PortraitButton large={large} label={media('open', { name: name ?? '' })}>
        {shown}
      </PortraitButton>
    );
  return (
    <PortraitField
      chosen={avatar !== null}
      label={t('changePortrait')}
      save={setAvatar}
      large={large}
    >
      {shown}
    </PortraitField>
  );
}

function EditForm({ group, onDone }: { group: GroupDetails; onDone: () => void }) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const running = useRunning(group.id);
  const { busy, problem, submit } = useGroupForm();
  const [look, setLook] = useState<GroupLook>({
    name: group.name ?? '',
    description: group.description,
    avatarEmoji: group.avatarEmoji,
  });
  const [doors, setDoors] = useState<GroupDoors>({
    visibility: group.visibility ?? 'PRIVATE',
    joinPolicy: group.joinPolicy ?? 'REQUEST',
  });
  const owner = group.viewerMember.role === 'OWNER';
  const ready = look.name.trim() !== '';
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const changes = { ...look, name: look.name.trim(), ...(owner && doors) };
    if (await submit(() => running.update(changes))) onDone();
  };
  return (
    <form
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
      className="flex flex-col gap-5 px-5 pt-1 pb-6"
    >
      {problem && <Notice tone="error">{problem}</Notice>}
      <LookFields seed={group.id} value={look} picture={group.avatar} onChange={setLook} />
      {owner && <DoorsFields value={doors} onChange={setDoors} />}
      <div className="flex gap-2 *:flex-1">
        <Button onClick={onDone}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy} disabled={!ready}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
