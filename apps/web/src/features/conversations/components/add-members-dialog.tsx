'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import { graphql } from '@/lib/graphql';
import { useConversationActions } from '../actions';
import { useChosen } from './use-chosen';
import { useRefusal } from './use-refusal';

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
    }
  }
`);

type AddMembersDialogProps = {
  conversationId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function AddMembersDialog({ conversationId, open, onOpenChange }: AddMembersDialogProps) {
  const t = useTranslations('conversations');
  const common = useTranslations('common');
  const { addMembers } = useConversationActions();
  const refusal = useRefusal();
  const { chosen, toggle, clear } = useChosen();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [{ data }] = useQuery({
    query: AddMembersQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
    pause: !open,
  });
  const edges = data?.conversation?.members.edges;
  const taken = useMemo(
    () => new Map(edges?.map(({ node }) => [node.user.id, t('alreadyHere')] as const)),
    [edges, t],
  );

  const add = async () => {
    setBusy(true);
    setProblem(null);
    const result = await addMembers({ conversationId, userIds: [...chosen] });
    setBusy(false);
    if (!result.ok) {
      setProblem(refusal(result.error));
      return;
    }
    clear();
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('addMembers')}
      description={t('addMembersHint')}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" busy={busy} disabled={chosen.size === 0} onClick={add}>
          {t('addCount', { count: chosen.size })}
        </Button>
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
