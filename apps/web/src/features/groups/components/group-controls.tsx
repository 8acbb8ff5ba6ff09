'use client';

import { useTranslations } from 'next-intl';
import { SwitchRow } from '@/components/ui/switch-row';
import { useRunning } from '../running';
import { useGroupAction } from '../use-group-refusal';
import type { GroupDetails } from './group-details.fragment';
import { PanelSection } from './panel';

/** What everybody in the group may do, for those who run it. */
export function GroupControls({ group }: { group: GroupDetails }) {
  const t = useTranslations('groups.controls');
  const running = useRunning(group.id);
  const { busy, run } = useGroupAction();
  const { allMuted, mentionAllRestricted, forwardingForbidden } = group;
  return (
    <PanelSection title={t('title')}>
      <SwitchRow
        label={t('allMuted')}
        hint={t('allMutedHint')}
        checked={allMuted}
        disabled={busy}
        onCheckedChange={(checked) => void run(() => running.muteAll(checked))}
      />
      <SwitchRow
        label={t('mentionAllRestricted')}
        checked={mentionAllRestricted}
        disabled={busy}
        onCheckedChange={(checked) =>
          void run(() => running.update({ mentionAllRestricted: checked }))
        }
      />
      <SwitchRow
        label={t('forwardingForbidden')}
        checked={forwardingForbidden}
        disabled={busy}
        onCheckedChange={(checked) =>
          void run(() => running.update({ forwardingForbidden: checked }))
        }
      />
    </PanelSection>
  );
}
