'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useClient } from 'urql';
import { navigate } from '@/components/navigation';
import { chatPath } from '@/features/conversations/paths';
import { useSenderName } from '@/features/messages/sender-name';
import { useSaidLine } from '@/features/messages/use-said-line';
import { graphql } from '@/lib/graphql';
import { type ArrivedMessage, onMessageOfOthers } from '../cache';
import { Caller } from '../caller';
import { useNotificationState } from '../setting';
import { isWorthACall, names } from '../worth';

const StandingQuery = graphql(`
  query Notifications_standing($id: ID!) {
    conversation(id: $id) {
      id
      viewerSettings {
        doNotDisturb
      }
      viewerPosition {
        readSeq
      }
    }
  }
`);

/** Calls the person when something is said that they do not see. Draws nothing itself. */
export function MessageNotifications({ viewerId }: { viewerId: string }) {
  const client = useClient();
  const on = useNotificationState() === 'on';
  const show = useShow(viewerId);
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (!on) return;
    const caller = new Caller(viewerId, async (message) => {
      const { data } = await client
        .query(StandingQuery, { id: message.conversation.id })
        .toPromise();
      const conversation = data?.conversation;
      if (!conversation) return;
      const { doNotDisturb } = conversation.viewerSettings;
      const { readSeq } = conversation.viewerPosition;
      if (isWorthACall(message, viewerId, { doNotDisturb, readSeq }, Date.now()))
        latest.current(message);
    });
    const unsubscribe = onMessageOfOthers((message) => caller.hear(message));
    return () => {
      unsubscribe();
      caller.stop();
    };
  }, [client, on, viewerId]);
  return null;
}

function useShow(viewerId: string) {
  const t = useTranslations('notifications');
  const senderName = useSenderName();
  const line = useSaidLine();
  return (message: ArrivedMessage) => {
    const { conversation, content } = message;
    const name = senderName(message);
    const group = conversation.kind === 'GROUP' ? (conversation.name ?? '') : null;
    const key = names(message, viewerId) ? 'mentioned' : 'inGroup';
    const title = group === null ? name : t(key, { name, group });
    call(title, line(content), conversation.id);
  };
}

/** The newest of a conversation takes the place of the one before it. */
function call(title: string, body: string, conversationId: string): void {
  try {
    const options = { body, tag: conversationId, renotify: true };
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      navigate(chatPath(conversationId));
      notification.close();
    };
  } catch {
    // Some phones show notifications of installed apps only: the badges stay.
  }
}
