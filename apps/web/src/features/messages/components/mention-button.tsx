'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql } from '@/lib/graphql';

const UnreadMentionsQuery = graphql(`
  query Messages_unreadMentions($id: ID!) {
    conversation(id: $id) {
      id
      unreadMentionCount
      firstUnreadMention {
        id
        seq
      }
      viewerMember {
        id
        readSeq
      }
    }
  }
`);

type MentionButtonProps = { conversationId: string; jump: (seq: number) => void };

/** The way to the first unread message that names me, for as long as there is one. */
export function MentionButton({ conversationId, jump }: MentionButtonProps) {
  const t = useTranslations('messages');
  const client = useClient();
  const variables = { id: conversationId };
  const [{ data }, refetch] = useQuery({
    query: UnreadMentionsQuery,
    variables,
    requestPolicy: 'cache-and-network',
  });
  const conversation = data?.conversation;
  const count = conversation?.unreadMentionCount ?? 0;
  const readSeq = conversation?.viewerMember.readSeq;

  // Which mentions reading has passed only the API can say.
  const asked = useRef(readSeq);
  useEffect(() => {
    if (asked.current === readSeq) return;
    const first = asked.current === undefined;
    asked.current = readSeq;
    if (!first && count > 0) refetch({ requestPolicy: 'network-only' });
  }, [readSeq, count, refetch]);

  if (count === 0) return null;
  const go = async () => {
    const answer = await client
      .query(UnreadMentionsQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    const seq = (answer.data ?? data)?.conversation?.firstUnreadMention?.seq;
    if (seq !== undefined) jump(seq);
  };
  return (
    <button
      type="button"
      onClick={() => void go()}
      aria-label={t('toMention', { count })}
      className="absolute end-5 bottom-15 z-10 flex h-9 min-w-9 animate-arrive items-center justify-center gap-1 rounded-full bg-raised px-3 font-semibold text-amber-ink text-label shadow-float hover:bg-hover touch:h-11 touch:min-w-11"
    >
      <span aria-hidden="true">@</span>
      <span className="tabular">{count}</span>
    </button>
  );
}
