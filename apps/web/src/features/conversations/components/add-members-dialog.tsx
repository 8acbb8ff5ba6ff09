'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useToast } from '@/components/ui/toast';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import { useRunning } from '@/features/groups/running';
import { useGroupForm } from '@/features/groups/use-group-refusal';
import { graphql } from '@/lib/graphql';
import { useConversationActions } from '../actions';
import { useChosen } from './use-chosen';

const AddMembersQuery = graphql(`
  query AddMembersDialog($id: ID!) {
    conversation(id: $id) {
      id
      members(first: 100) {
        edges {
          node {
            id
            user {
              id
            }
          }
        }
      }
      invites(first: 50) {
        edges {
          node {
            id
            state
            invitee {
              id
            }
          }
        }
      }
    }
  }
`);

type AddMembersDialogProps = {
  conversationId: string;
  /** Into a private group one invites, and they decide; into a public one a friend may be taken along. */
  open: boolean;
  mayAdd: boolean;
  onOpenChange: (open: boolean) => void;
};

export function AddMembersDialog({
  conversationId,
  open,
  mayAdd,
  onOpenChange,
}: AddMembersDialogProps) {
  const t = useTranslations('groups.adding');
  const common = useTranslations('common');
  const { addMembers } = useConversationActions();
  const running = useRunning(conversationId);
  const { chosen, toggle, clear } = useChosen();
  const adding = useGroupForm();
  const inviting = useGroupForm();
  const toast = useToast();
  const taken = useTaken(conversationId, open);
  const problem = adding.problem ?? inviting.problem;
  const count = chosen.size;
  const close = () => {
    clear();
    adding.clear();
    inviting.clear();
    onOpenChange(false);
  };
  const add = async () => {
    const input = { conversationId, userIds: [...chosen] };
    if (await adding.submit(() => addMembers(input))) close();
  };
  const invite = async () => {
    const sent = await inviting.submit(() => running.invite([...chosen]));
    if (!sent) return;
    toast.add({ title: t('invited', { count: sent.done.invites.length }) });
    close();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) close();
      }}
      title={t('title')}
      description={mayAdd ? t('publicHint') : t('privateHint')}
      closeLabel={common('close')}
      footer={
        <>
          <Button
            variant={mayAdd ? 'secondary' : 'primary'}
            busy={inviting.busy}
            disabled={count === 0}
            onClick={invite}
          >
            {t('invite', { count })}
          </Button>
          {mayAdd && (
            <Button variant="primary" busy={adding.busy} disabled={count === 0} onClick={add}>
              {t('add', { count })}
            </Button>
          )}
        </>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <FriendPicker multiple chosen={chosen} onToggle={toggle} taken={taken} />
    </Dialog>
  );
}

/** Friends who are here or invited already, as far as the first page tells; the API passes over the others. */
function useTaken(conversationId: string, open: boolean): ReadonlyMap<string, string> {
  const t = useTranslations('groups.adding');
  const [{ data }] = useQuery({
    query: AddMembersQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
    pause: !open,
  });
  const conversation = data?.conversation;
  return useMemo(() => {
    const taken = new Map<string, string>();
    for (const { node } of conversation?.invites?.edges ?? [])
      if (node.state === 'OPEN' && node.invitee) taken.set(node.invitee.id, t('alreadyInvited'));
    for (const { node } of conversation?.members.edges ?? [])
      taken.set(node.user.id, t('alreadyHere'));
    return taken;
  }, [conversation, t]);
}
