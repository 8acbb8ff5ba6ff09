'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { v7 as uuid } from 'uuid';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { Schedules_reminder, Schedules_scheduled } from './documents';

export const ScheduledQuery = graphql(
  `
  query Schedules_messages($first: Int!, $after: String) {
    viewer {
      id
      scheduledMessages(first: $first, after: $after) {
        edges {
          node {
            ...Schedules_scheduled
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [Schedules_scheduled],
);

export const RemindersQuery = graphql(
  `
  query Schedules_reminders($first: Int!, $after: String) {
    viewer {
      id
      reminders(first: $first, after: $after) {
        edges {
          node {
            ...Schedules_reminder
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [Schedules_reminder],
);

const ScheduleMutation = graphql(`
  mutation Schedules_schedule($input: ScheduleMessageInput!) {
    scheduleMessage(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on ScheduleMessagePayload {
        scheduled {
          id
        }
      }
    }
  }
`);

const RescheduleMutation = graphql(
  `
  mutation Schedules_reschedule($input: RescheduleMessageInput!) {
    rescheduleMessage(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on RescheduleMessagePayload {
        scheduled {
          ...Schedules_scheduled
        }
      }
    }
  }
`,
  [Schedules_scheduled],
);

const CancelMutation = graphql(`
  mutation Schedules_cancel($input: CancelScheduledMessageInput!) {
    cancelScheduledMessage(input: $input) {
      __typename
      ... on CancelScheduledMessagePayload {
        scheduled {
          id
          scheduledStatus
        }
      }
    }
  }
`);

const SetReminderMutation = graphql(`
  mutation Schedules_setReminder($input: SetReminderInput!) {
    setReminder(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on SetReminderPayload {
        reminder {
          id
        }
      }
    }
  }
`);

const ChangeReminderMutation = graphql(
  `
  mutation Schedules_changeReminder($input: ChangeReminderInput!) {
    changeReminder(input: $input) {
      __typename
      ... on ChangeReminderPayload {
        reminder {
          ...Schedules_reminder
        }
      }
      ... on LimitReachedError {
        limit
      }
    }
  }
`,
  [Schedules_reminder],
);

const FinishReminderMutation = graphql(`
  mutation Schedules_finishReminder($input: FinishReminderInput!) {
    finishReminder(input: $input) {
      __typename
      ... on FinishReminderPayload {
        reminder {
          id
          reminderStatus
        }
      }
    }
  }
`);

interface ScheduledText {
  conversationId: string;
  text: string;
  format: 'TEXT' | 'MARKDOWN';
  mentions: { userId: string | null; start: number; length: number }[];
  replyToId?: string;
  sendAt: Date;
}

function scheduleActions(client: Client) {
  return {
    schedule: async ({ sendAt, ...text }: ScheduledText) => {
      const input = { ...text, clientId: uuid(), sendAt: sendAt.toISOString() };
      return carryOut(client, ScheduleMutation, input);
    },
    reschedule: async (scheduledMessageId: string, sendAt: Date) => {
      const input = { scheduledMessageId, sendAt: sendAt.toISOString() };
      return carryOut(client, RescheduleMutation, input);
    },
    cancel: async (scheduledMessageId: string) => {
      const input = { scheduledMessageId };
      return carryOut(client, CancelMutation, input);
    },
    remind: async (messageId: string, remindAt: Date, note: string) => {
      const input = { messageId, remindAt: remindAt.toISOString(), note };
      return carryOut(client, SetReminderMutation, input);
    },
    changeReminder: async (reminderId: string, remindAt: Date) => {
      const input = { reminderId, remindAt: remindAt.toISOString() };
      return carryOut(client, ChangeReminderMutation, input);
    },
    finishReminder: async (reminderId: string) => {
      const input = { reminderId };
      return carryOut(client, FinishReminderMutation, input);
    },
  };
}

export function useScheduleActions() {
  const client = useClient();
  return useMemo(() => scheduleActions(client), [client]);
}
