'use client';

import { AtSign, Check, ChevronRight, Copy, Palette, UserRoundSearch } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useQuery } from 'urql';
import { navigate } from '@/components/navigation';
import { TeaDrawing } from '@/components/tea-drawing';
import { settingsPath } from '@/features/accounts/settings-path';
import { graphql } from '@/lib/graphql';

const FirstRunQuery = graphql(`
  query FirstRun {
    viewer {
      id
      user {
        id
        username
      }
    }
  }
`);

/** An empty house says what to do next. */
export function FirstRun() {
  const t = useTranslations('conversations.firstRun');
  const [{ data }] = useQuery({ query: FirstRunQuery });
  const username = data?.viewer.user.username;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!username) return;
    await navigator.clipboard.writeText(`@${username}`);
    setCopied(true);
  };
  return (
    <div className="mx-auto flex w-full max-w-100 flex-col items-center">
      <TeaDrawing className="w-36" />
      <h2 className="mt-6 font-semibold text-title">{t('title')}</h2>
      <p className="mt-1.5 text-center text-ink-2 text-label">{t('body')}</p>
      <ul className="mt-6 w-full divide-y divide-line border-line border-y">
        <Step
          Icon={UserRoundSearch}
          title={t('find')}
          hint={t('findHint')}
          onPress={() => navigate('/contacts/find')}
        />
        <Step
          Icon={AtSign}
          End={copied ? Check : Copy}
          title={copied ? t('shared') : t('share')}
          hint={username ? t('shareHint', { username }) : ' '}
          onPress={copy}
        />
        <Step
          Icon={Palette}
          title={t('settle')}
          hint={t('settleHint')}
          onPress={() => navigate(settingsPath('appearance'))}
        />
      </ul>
    </div>
  );
}

type Picture = ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;
type StepProps = {
  Icon: Picture;
  End?: Picture;
  title: ReactNode;
  hint: ReactNode;
  onPress: () => void;
};

function Step({ Icon, End = ChevronRight, title, hint, onPress }: StepProps) {
  return (
    <li>
      <button
        type="button"
        onClick={onPress}
        className="-outline-offset-2 flex w-full items-center gap-4 rounded-control px-2 py-3.5 text-start transition-colors hover:bg-hover"
      >
        <Icon className="text-leaf" aria-hidden="true" />
        <span className="min-w-0 flex-1">
          <span className="block font-medium text-body">{title}</span>
          <span className="block text-ink-2 text-label">{hint}</span>
        </span>
        <End className="size-4 text-ink-3 rtl:rotate-180" aria-hidden="true" />
      </button>
    </li>
  );
}
