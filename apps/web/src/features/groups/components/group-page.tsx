'use client';

import { Clock, DoorClosed } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useQuery } from 'urql';
import { BackButton } from '@/components/frame/back-button';
import { NavLink, navigate } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { Button } from '@/components/ui/button';
import { buttonVariants } from '@/components/ui/button-variants';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { TextArea } from '@/components/ui/text-area';
import { chatPath } from '@/features/conversations/paths';
import { isUnknown } from '@/lib/urql/unanswered';
import type { Preview } from '../documents';
import { useJoining } from '../joining';
import { NOTE_MOST } from '../limits';
import { GROUPS } from '../paths';
import { PublicGroupQuery } from '../queries';
import { useGroupForm } from '../use-group-refusal';
import { GroupPortrait } from './group-portrait';

type GroupPageProps = {
  id: string;
  /** What else can be done with it; given by whoever knows messages. */
  more?: (group: { id: string; name: string }) => ReactNode;
};

/** A public group, with the way in. */
export function GroupPage({ id, more }: GroupPageProps) {
  const t = useTranslations('groups.page');
  const [{ data, fetching, error }, retry] = useQuery({
    query: PublicGroupQuery,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const group = data?.publicGroup;
  let content: ReactNode = null;
  if (group) content = <Found group={group} more={more} />;
  else if (isUnknown({ data, error }))
    content = (
      <EmptyState
        className="flex-1"
        title={t('notLoaded')}
        action={
          <Button onClick={() => retry({ requestPolicy: 'network-only' })}>{t('tryAgain')}</Button>
        }
      />
    );
  else if (fetching || data === undefined)
    content = (
      <div className="flex flex-1 items-center justify-center">
        <Spinner />
      </div>
    );
  else
    content = (
      <EmptyState
        className="flex-1"
        picture={<DoorClosed className="size-8" />}
        title={t('missing')}
      >
        {t('missingHint')}
      </EmptyState>
    );
  return (
    <>
      <div className="safe-top shrink-0 phone:ps-1">
        <div className="flex h-(--header-height) items-center">
          <BackButton label={t('back')} fallback={GROUPS} />
        </div>
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{content}</div>
    </>
  );
}

function Found({ group, more }: { group: Preview } & Pick<GroupPageProps, 'more'>) {
  usePageTitle(group.name);
  return (
    <GroupPortrait group={group}>
      <WayIn group={group} />
      {more && group.visibility === 'PUBLIC' && more(group)}
    </GroupPortrait>
  );
}

function WayIn({ group }: { group: Preview }) {
  const t = useTranslations('groups.page');
  const [asking, setAsking] = useState(false);
  const { join, cancelRequest } = useJoining();
  const { busy, problem, submit } = useGroupForm();
  const { id, viewerIsMember, viewerRequest, joinPolicy } = group;
  if (viewerIsMember)
    return (
      <>
        <p className="text-ink-2 text-label">{t('alreadyIn')}</p>
        <NavLink href={chatPath(id)} className={buttonVariants({ variant: 'primary' })}>
          {t('open')}
        </NavLink>
      </>
    );
  const walkIn = async () => {
    if (await submit(() => join(id))) navigate(chatPath(id));
  };
  return (
    <>
      {problem && (
        <Notice tone="error" className="w-full text-start">
          {problem}
        </Notice>
      )}
      {viewerRequest ? (
        <>
          <p role="status" className="inline-flex items-center gap-1.5 text-ink-2 text-label">
            <Clock className="size-4" aria-hidden="true" />
            {t('waiting')}
          </p>
          <Button busy={busy} onClick={() => void submit(() => cancelRequest(viewerRequest.id))}>
            {t('cancelRequest')}
          </Button>
        </>
      ) : joinPolicy === 'OPEN' ? (
        <Button variant="primary" busy={busy} onClick={() => void walkIn()}>
          {t('join')}
        </Button>
      ) : (
        <Button variant="primary" onClick={() => setAsking(true)}>
          {t('ask')}
        </Button>
      )}
      {asking && <AskDialog group={group} onClose={() => setAsking(false)} />}
    </>
  );
}

function AskDialog({ group, onClose }: { group: Preview; onClose: () => void }) {
  const t = useTranslations('groups.page');
  const common = useTranslations('common');
  const { ask } = useJoining();
  const { busy, problem, submit } = useGroupForm();
  const [note, setNote] = useState('');
  const send = async () => {
    const sent = await submit(() => ask(group.id, note.trim()));
    if (!sent) return;
    onClose();
    if (sent.done.request.joinRequestStatus === 'ACCEPTED') navigate(chatPath(group.id));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('askTitle', { name: group.name })}
      description={t('askHint')}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" busy={busy} onClick={() => void send()}>
          {t('sendRequest')}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <TextArea
        label={t('note')}
        value={note}
        onValueChange={setNote}
        maxLength={NOTE_MOST}
        rows={3}
      />
    </Dialog>
  );
}
