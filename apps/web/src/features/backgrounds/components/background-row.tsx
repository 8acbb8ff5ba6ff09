'use client';

import { Wallpaper } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { SettingsGroup, SettingsRow } from '@/components/ui/settings-group';
import { PanelRow } from '@/features/groups/components/panel';
import type { OwnBackground, ShownBackground } from '../documents';
import { GeneralBackgroundQuery } from '../queries';
import { BackgroundDialog } from './background-dialog';

function useName(): (background: ShownBackground | null, nothing: string) => string {
  const t = useTranslations('backgrounds');
  return (background, nothing) => {
    if (background?.pattern) return t(`patterns.${background.pattern}`);
    return background ? t('picture') : nothing;
  };
}

/** What lies behind one conversation, among what somebody arranges there for themselves. */
export function BackgroundPanelRow({ conversation }: { conversation: OwnBackground }) {
  const t = useTranslations('backgrounds');
  const nameOf = useName();
  const [choosing, setChoosing] = useState(false);
  const { background } = conversation.viewerSettings;
  return (
    <>
      <PanelRow
        Icon={Wallpaper}
        label={t('title')}
        trailing={
          <span className="max-w-32 truncate text-ink-2 text-label">
            {nameOf(background, t('general'))}
          </span>
        }
        leads
        onClick={() => setChoosing(true)}
      />
      {choosing && (
        <BackgroundDialog
          conversationId={conversation.id}
          chosen={background}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

/** What lies behind all conversations that have nothing of their own, among the settings of how things look. */
export function BackgroundSettings() {
  const t = useTranslations('backgrounds');
  const nameOf = useName();
  const [choosing, setChoosing] = useState(false);
  const [{ data }] = useQuery({
    query: GeneralBackgroundQuery,
    requestPolicy: 'cache-and-network',
  });
  const background = data?.viewer.background ?? null;
  return (
    <SettingsGroup title={t('titleAll')} hint={t('hintAll')}>
      <SettingsRow label={data && nameOf(background, t('patterns.PLAIN'))}>
        <Button disabled={!data} onClick={() => setChoosing(true)}>
          {t('change')}
        </Button>
        {choosing && (
          <BackgroundDialog
            conversationId={null}
            chosen={background}
            onClose={() => setChoosing(false)}
          />
        )}
      </SettingsRow>
    </SettingsGroup>
  );
}
