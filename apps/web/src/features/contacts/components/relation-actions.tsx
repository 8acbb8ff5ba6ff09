'use client';

import { Check, Clock, MessageSquare, UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { type FragmentOf, readFragment } from '@/lib/graphql';
import { useNameOf } from '../names';
import { useRequestActions } from '../requests';
import { RelationActions_user } from './relation-actions.fragment';
import { RequestFriendDialog } from './request-friend-dialog';
import { useContactRefusal } from './use-contact-refusal';

type RelationActionsProps = {
  user: FragmentOf<typeof RelationActions_user>;
  size?: 'small' | 'medium';
  /** Opens the conversation with a friend; given by whoever knows conversations. */
  onMessage: (userId: string) => Promise<string | null>;
};

/** What can be done with this person now: it depends on how the two of you stand. */
export function RelationActions({
  user: masked,
  size = 'medium',
  onMessage,
}: RelationActionsProps) {
  const t = useTranslations('contacts');
  const user = readFragment(RelationActions_user, masked);
  const { acceptRequest, cancelRequest, declineRequest } = useRequestActions();
  const { busy, problem, run } = useAction();
  const nameOf = useNameOf();
  const [asking, setAsking] = useState(false);
  // In a list the loudest button is left to what waits for an answer.
  const inList = size === 'small';
  const requestId = user.pendingFriendRequest?.id;
  return (
    <div className="flex flex-col items-end gap-1">
      <div className="flex flex-wrap items-center justify-end gap-2">
        {/* In a list of strangers there is one thing to do with each. */}
        {user.relation !== 'SELF' && (user.relation === 'FRIEND' || !inList) && (
          <Button
            size={size}
            variant={user.relation === 'FRIEND' && !inList ? 'primary' : 'secondary'}
            busy={busy}
            onClick={() => run(() => onMessage(user.id))}
          >
            <MessageSquare className="size-4" aria-hidden="true" />
            {t('message')}
          </Button>
        )}
        {user.relation === 'STRANGER' && (
          <Button
            size={size}
            variant={inList ? 'secondary' : 'primary'}
            onClick={() => setAsking(true)}
          >
            <UserRoundPlus className="size-4" aria-hidden="true" />
            {t('addFriend')}
          </Button>
        )}
        {user.relation === 'REQUEST_SENT' && (
          <>
            <span className="inline-flex items-center gap-1.5 text-ink-2 text-label">
              <Clock className="size-4" aria-hidden="true" />
              {t('waiting')}
            </span>
            {requestId && (
              <Button
                size={size}
                busy={busy}
                onClick={() => run(() => refusalOf(cancelRequest(requestId)))}
              >
                {t('cancelRequest')}
              </Button>
            )}
          </>
        )}
        {user.relation === 'REQUEST_RECEIVED' && requestId && (
          <>
            <Button
              size={size}
              variant="quiet"
              disabled={busy}
              onClick={() => run(() => refusalOf(declineRequest(requestId)))}
            >
              {t('decline')}
            </Button>
            <Button
              size={size}
              variant="primary"
              busy={busy}
              onClick={() => run(() => refusalOf(acceptRequest(requestId)))}
            >
              <Check className="size-4" aria-hidden="true" />
              {t('accept')}
            </Button>
          </>
        )}
        {user.relation === 'SELF' && (
          <span className="text-ink-2 text-label">{t('thisIsYou')}</span>
        )}
      </div>
      {problem && (
        <p role="alert" className="text-end text-meta text-vermilion-ink">
          {problem}
        </p>
      )}
      <RequestFriendDialog
        userId={user.id}
        name={nameOf(user)}
        open={asking}
        onOpenChange={setAsking}
      />
    </div>
  );
}

type Outcome = { ok: true } | { ok: false; error: string };

async function refusalOf(work: Promise<Outcome>): Promise<string | null> {
  const outcome = await work;
  return outcome.ok ? null : outcome.error;
}

/** One action at a time; what went wrong is said beside the buttons. */
export function useAction() {
  const refusal = useContactRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (work: () => Promise<string | null>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const error = await work();
    setBusy(false);
    if (error) setProblem(refusal(error));
  };
  return { busy, problem, run };
}
