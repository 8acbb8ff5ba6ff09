import type { ResultOf } from '@/lib/graphql';
import type { MessageRow_message } from './components/message-row.fragment';
import type { OutboxEntry } from './outbox';
import type { TimelineRow } from './timeline';

/** A message as its row shows it. */
export type RowMessage = ResultOf<typeof MessageRow_message>;
export type Row = TimelineRow<RowMessage, OutboxEntry>;
