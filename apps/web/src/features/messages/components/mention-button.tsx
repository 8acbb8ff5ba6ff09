'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
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

type MentionButtonProps = {
  conversationId: string;
  /** Sequence of the first message among the rows. */
  shownFrom: number | undefined;
  jump: (seq: number) => void;
};

/**
 * The way to the first message that names me and that I have not seen, for as long as there is one. Opened at its end, a
 * conversation with very many unread messages counts as read at once: what was far above then still waits to be seen.
 */
export function MentionButton({ conversationId, shownFrom, jump }: MentionButtonProps) {
  const t = useTranslations('messages');
  const client = useClient();
  const variables = { id: conversationId };
  const [{ data }, refetch] = useQuery({
    query: UnreadMentionsQuery,
    variables,
    requestPolicy: 'cache-and-network',
  });
  const conversation = data?.conversation;
  const unread = conversation?.unreadMentionCount ?? 0;
  const first = conversation?.firstUnreadMention?.seq;
  const readSeq = conversation?.viewerMember.readSeq;

  const [last, setLast] = useState<{ seq: number; count: number } | null>(null);
  useEffect(() => {
    if (unread > 0 && first !== undefined) setLast({ seq: first, count: unread });
  }, [unread, first]);

  // Which mentions reading has passed only the API can say.
  const asked = useRef(readSeq);
  useEffect(() => {
    if (asked.current === readSeq) return;
    const initial = asked.current === undefined;
    asked.current = readSeq;
    if (!initial && unread > 0) refetch({ requestPolicy: 'network-only' });
  }, [readSeq, unread, refetch]);

  const above = last !== null && shownFrom !== undefined && last.seq < shownFrom;
  const count = unread > 0 ? unread : above ? last.count : 0;
  if (count === 0) return null;
  const go = async () => {
    const answer = await client
      .query(UnreadMentionsQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    const seq = (answer.data ?? data)?.conversation?.firstUnreadMention?.seq ?? last?.seq;
    setLast(null);
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
