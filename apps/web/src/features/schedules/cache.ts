import type { Cache } from '@urql/exchange-graphcache';
import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetLists } from '@/lib/urql/viewer';
import { Schedules_reminder, Schedules_scheduled } from './documents';
import { announceReminder } from './due';

/** Account stream. */
const Hears_ScheduledMessageChanged = graphql(
  `
  fragment Hears_ScheduledMessageChanged on ScheduledMessageChanged @_unmask {
    scheduled {
      ...Schedules_scheduled
    }
  }
`,
  [Schedules_scheduled],
);

/** Account stream. */
const Hears_ReminderChanged = graphql(
  `
  fragment Hears_ReminderChanged on ReminderChanged @_unmask {
    reminder {
      ...Schedules_reminder
    }
  }
`,
  [Schedules_reminder],
);

/** Account stream. */
const Hears_ReminderFired = graphql(
  `
  fragment Hears_ReminderFired on ReminderFired @_unmask {
    reminder {
      ...Schedules_reminder
    }
  }
`,
  [Schedules_reminder],
);

/** Their order is that of their time, which may have changed. */
const forget = (cache: Cache) => forgetLists(cache, ['scheduledMessages', 'reminders']);

export function schedulesCache(): FeatureCache {
  const forgetAfter = (_result: unknown, _args: unknown, cache: Cache) => forget(cache);
  return {
    updates: {
      Mutation: {
        scheduleMessage: forgetAfter,
        rescheduleMessage: forgetAfter,
        cancelScheduledMessage: forgetAfter,
        setReminder: forgetAfter,
        changeReminder: forgetAfter,
        finishReminder: forgetAfter,
      },
    },
    events: [
      liveEvent(Hears_ScheduledMessageChanged, { apply: (_event, cache) => forget(cache) }),
      liveEvent(Hears_ReminderChanged, { apply: (_event, cache) => forget(cache) }),
      liveEvent(Hears_ReminderFired, {
        apply: (_event, cache) => forget(cache),
        heard: ({ reminder }) => {
          if (reminder) announceReminder(reminder);
        },
      }),
    ],
  };
}
