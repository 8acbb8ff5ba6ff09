'use client';

import { ConversationTitle_conversation } from '@/features/conversations/components/conversation-title.fragment';
import { Said_content } from '@/features/messages/components/content/said.fragment';
import { graphql, type ResultOf } from '@/lib/graphql';

export const Schedules_scheduled = graphql(
  `
  fragment Schedules_scheduled on ScheduledMessage @_unmask {
    id
    text
    format
    sendAt
    scheduledStatus
    failure
    destination {
      id
      ...ConversationTitle_conversation
    }
  }
`,
  [ConversationTitle_conversation],
);

export const Schedules_reminder = graphql(
  `
  fragment Schedules_reminder on Reminder @_unmask {
    id
    note
    remindAt
    reminderStatus
    message {
      id
      seq
      sender {
        id
        nickname
      }
      senderMember {
        id
        groupNickname
      }
      conversation {
        id
      }
      content {
        ...Said_content
      }
    }
  }
`,
  [Said_content],
);

export type Scheduled = ResultOf<typeof Schedules_scheduled>;

export type Reminder = ResultOf<typeof Schedules_reminder>;
