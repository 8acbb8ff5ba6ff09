'use client';

import { Camera, Clock, ContactRound, File, Image, Plus, Type, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuCheckItem, MenuItem, MenuLine } from '@/components/ui/menu';
import { usePhone } from '@/components/use-phone';
import type { CardKind } from '../cards-dialog';
import type { Source } from './file-inputs';

type AttachMenuProps = {
  disabled: boolean;
  onCard: (kind: CardKind) => void;
  /** Asks for files. */
  onSource: (source: Source) => void;
  markdown: boolean;
  onMarkdown: (on: boolean) => void;
  /** Absent while there is nothing to send. */
  onLater: (() => void) | undefined;
};

/** What can be sent besides words; on a phone also what there is no room for beside the field. */
export function AttachMenu(props: AttachMenuProps) {
  const { disabled, onCard, onSource, markdown, onMarkdown, onLater } = props;
  const t = useTranslations('composer');
  const schedules = useTranslations('schedules');
  const phone = usePhone();
  return (
    <Menu
      side="top"
      align="start"
      distance={12}
      trigger={
        <IconButton label={t('attach')} disabled={disabled}>
          <Plus aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem onClick={() => onSource('media')}>
        <Image aria-hidden="true" />
        {t('photoOrVideo')}
      </MenuItem>
      {phone && (
        <MenuItem onClick={() => onSource('camera')}>
          <Camera aria-hidden="true" />
          {t('camera')}
        </MenuItem>
      )}
      <MenuItem onClick={() => onSource('file')}>
        <File aria-hidden="true" />
        {t('file')}
      </MenuItem>
      <MenuLine />
      <MenuItem onClick={() => onCard('contact')}>
        <ContactRound aria-hidden="true" />
        {t('contactCard')}
      </MenuItem>
      <MenuItem onClick={() => onCard('group')}>
        <UsersRound aria-hidden="true" />
        {t('groupCard')}
      </MenuItem>
      {phone && (
        <>
          <MenuLine />
          {onLater && (
            <MenuItem onClick={onLater}>
              <Clock aria-hidden="true" />
              {schedules('sendLater')}
            </MenuItem>
          )}
          <MenuCheckItem checked={markdown} onCheckedChange={onMarkdown}>
            <Type aria-hidden="true" />
            {t('markdown')}
          </MenuCheckItem>
        </>
      )}
    </Menu>
  );
}
