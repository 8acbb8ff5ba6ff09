'use client';

import { Ban, DoorClosed, Hourglass, MessageSquareOff, UserRoundX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { RequestFriendDialog } from '@/features/contacts/components/request-friend-dialog';
import { useStrangerActions } from '../stranger-actions';
import { useRefusal } from './use-refusal';

type PeerProps = {
  peer: { id: string; relation: string };
  name: string;
};

type FrameProps = { icon: ReactNode; action: ReactNode; children: ReactNode };

function Frame({ icon, action, children }: FrameProps) {
  return (
    <div className="safe-bottom shrink-0">
      <div className="mx-auto flex w-full max-w-(--measure) items-center justify-center gap-4 px-4 pt-2 pb-5 text-ink-2 text-label">
        <p role="status" className="flex min-w-0 items-center gap-2">
          {icon}
          <span>{children}</span>
        </p>
        {action}
      </div>
    </div>
  );
}

/** Stands where one would write, while somebody who is no friend has not answered. */
export function WaitingForPeer({ peer, name }: PeerProps) {
  const t = useTranslations('strangers');
  return (
    <Frame
      icon={<Hourglass className="size-4.5 shrink-0" aria-hidden="true" />}
      action={<BefriendPeer peer={peer} name={name} />}
    >
      {t.rich('waiting', { name: () => <bdi>{name}</bdi> })}
    </Frame>
  );
}

/** Stands there while one has blocked the other person. */
export function BlockedPeer({ peer, name }: PeerProps) {
  const t = useTranslations('strangers');
  const { unblock } = useStrangerActions();
  const refusal = useRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    const outcome = await unblock(peer.id);
    setBusy(false);
    if (!outcome.ok) setProblem(refusal(outcome.error));
  };
  return (
    <Frame
      icon={<Ban className="size-4.5 shrink-0" aria-hidden="true" />}
      action={
        <Button busy={busy} onClick={() => void run()}>
          {t('unblock')}
        </Button>
      }
    >
      {t.rich('blocked', { name: () => <bdi>{name}</bdi> })}
      {problem && (
        <span role="alert" className="block text-vermilion-ink">
          {problem}
        </span>
      )}
    </Frame>
  );
}

/** Stands there while nothing that one wrote would be taken: said before one has written it. */
export function UnreachablePeer({ peer, name, why }: PeerProps & { why: 'closed' | 'refused' }) {
  const t = useTranslations('strangers');
  const Icon = why === 'closed' ? DoorClosed : MessageSquareOff;
  const values = { name: () => <bdi>{name}</bdi> };
  return (
    <Frame
      icon={<Icon className="size-4.5 shrink-0" aria-hidden="true" />}
      // Whoever lets nobody reach them takes no requests either.
      action={why === 'closed' && <BefriendPeer peer={peer} name={name} />}
    >
      {why === 'closed' ? t.rich('closed', values) : t.rich('refused', values)}
    </Frame>
  );
}

/** Stands there for good: the person has deleted their account, and what was said stays to be read. */
export function DeletedPeer() {
  const t = useTranslations('strangers');
  return (
    <Frame icon={<UserRoundX className="size-4.5 shrink-0" aria-hidden="true" />} action={null}>
      {t('deleted')}
    </Frame>
  );
}

/** Says above the field what one message there is, and what else can be done. */
export function FirstToPeer({ peer, name }: PeerProps) {
  const t = useTranslations('strangers');
  return (
    <div className="mx-auto flex w-full max-w-(--measure) shrink-0 flex-wrap items-center gap-x-3 gap-y-1 px-5 pb-1.5 text-ink-2 text-label phone:px-4">
      <p className="min-w-52 flex-1">{t.rich('first', { name: () => <bdi>{name}</bdi> })}</p>
      <BefriendPeer peer={peer} name={name} />
    </div>
  );
}

function BefriendPeer({ peer, name }: PeerProps) {
  const t = useTranslations('strangers');
  const [asking, setAsking] = useState(false);
  if (peer.relation === 'REQUEST_SENT') return <span>{t('requested')}</span>;
  if (peer.relation !== 'STRANGER') return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('addFriend')}
      </Button>
      <RequestFriendDialog userId={peer.id} name={name} open={asking} onOpenChange={setAsking} />
    </>
  );
}
