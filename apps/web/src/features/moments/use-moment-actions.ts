'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { v7 as uuid } from 'uuid';
import { useToast } from '@/components/ui/toast';
import { carryOut } from '@/lib/urql/carry-out';
import type { Outcome } from '@/lib/urql/outcome';
import { type Audience, audienceInput } from './audience';
import {
  ChangeVisibilityMutation,
  CommentMutation,
  DeleteCommentMutation,
  DeleteMomentMutation,
  LikeMutation,
  MarkNoticesReadMutation,
  UnlikeMutation,
} from './mutations';
import { useMomentRefusal } from './use-moment-refusal';

/** A comment that was on its way when nobody answered is the same one when it is sent again. */
const clientIds = new Map<string, string>();

function clientIdOf(key: string): string {
  const known = clientIds.get(key) ?? uuid();
  clientIds.set(key, known);
  return known;
}

async function sendComment(
  client: Client,
  momentId: string,
  text: string,
  replyToId: string | null,
) {
  const key = JSON.stringify([momentId, replyToId, text]);
  const input = { momentId, text, replyToId, clientId: clientIdOf(key) };
  const outcome = await carryOut(client, CommentMutation, input);
  if (outcome.ok) clientIds.delete(key);
  return outcome;
}

/** What one does to posts; each answers with what went wrong, in words, or null. */
export function useMomentActions() {
  const client = useClient();
  const refusal = useMomentRefusal();
  const toast = useToast();
  return useMemo(() => {
    const words = async (doing: Promise<Outcome<object, string>>): Promise<string | null> => {
      const outcome = await doing;
      return outcome.ok ? null : refusal(outcome);
    };
    return {
      /** Shown at once; should the API refuse, it is taken back and said. */
      like: async (momentId: string, liked: boolean) => {
        const input = { momentId };
        const doing = liked
          ? carryOut(client, LikeMutation, input)
          : carryOut(client, UnlikeMutation, input);
        const wrong = await words(doing);
        if (wrong !== null) toast.add({ title: wrong });
      },
      comment: (momentId: string, text: string, replyToId: string | null) =>
        words(sendComment(client, momentId, text, replyToId)),
      deleteComment: (commentId: string) =>
        words(carryOut(client, DeleteCommentMutation, { commentId })),
      remove: (momentId: string) => words(carryOut(client, DeleteMomentMutation, { momentId })),
      changeAudience: (momentId: string, audience: Audience) =>
        words(carryOut(client, ChangeVisibilityMutation, { momentId, ...audienceInput(audience) })),
      /** As far as the newest that was seen. */
      markRead: (noticeId: string) =>
        words(carryOut(client, MarkNoticesReadMutation, { noticeId })),
    };
  }, [client, refusal, toast]);
}
