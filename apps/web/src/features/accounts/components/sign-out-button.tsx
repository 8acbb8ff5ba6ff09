'use client';

import { LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { signOutHere } from '../session';

export interface Unsent {
  messages: number;
  /** In Moments. */
  posts: number;
}

/** Signing out takes drafts and what is unsent out of this browser: that is worth a question when there is any. */
export function SignOutButton({ unsent }: { unsent: Unsent }) {
  const t = useTranslations('accounts');
  const common = useTranslations('common');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    setBusy(true);
    setFailed(false);
    try {
      await signOutHere();
    } catch {
      setBusy(false);
      setFailed(true);
    }
  };
  return (
    <>
      <Button
        variant="danger"
        busy={busy}
        onClick={() => (unsent.messages + unsent.posts > 0 ? setAsking(true) : leave())}
      >
        <LogOut className="size-4" aria-hidden="true" />
        {t('signOut')}
      </Button>
      {failed && !asking && (
        <p role="alert" className="mt-2 text-meta text-vermilion-ink">
          {t('signOutFailed')}
        </p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('signOutTitle')}
        description={t(`signOutUnsent.${whatOf(unsent)}`, { ...unsent })}
        confirmLabel={t('signOut')}
        cancelLabel={common('cancel')}
        busy={busy}
        error={failed ? t('signOutFailed') : null}
        onConfirm={leave}
      />
    </>
  );
}

const whatOf = ({ messages, posts }: Unsent) => {
  if (posts === 0) return 'messages';
  return messages === 0 ? 'posts' : 'both';
};
