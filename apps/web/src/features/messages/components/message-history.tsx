'use client';

import { ArrowDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Virtualizer } from 'virtua';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { useNow } from '@/components/use-now';
import { useConversationMedia } from '../conversation-media';
import { useDraft } from '../drafts';
import { type HistoryTarget, useHistory } from '../history';
import { useJumpRequests } from '../jumps';
import { MediaOpeningProvider } from '../media-opening';
import { MentionTrail } from '../mention-trail';
import { useOpenConversation } from '../open-conversation';
import { type OutboxEntry, useOutbox } from '../outbox';
import { useReadTracking } from '../receipts';
import type { Row, RowMessage } from '../row';
import { useSelection } from '../selection';
import { Timeline } from '../timeline';
import type { TickState } from './delivery-tick';
import { HistorySkeleton } from './history-skeleton';
import { MentionButton } from './mention-button';
import { MessageRow } from './message-row';
import { NewMessageVoice } from './new-message-voice';
import { UnreadAbove } from './unread-above';
import { useHistoryScroll } from './use-history-scroll';
import { useRowKeys } from './use-row-keys';

type MessageHistoryProps = {
  conversationId: string;
  viewerId: string;
  inGroup: boolean;
  /** How the viewer stood when the conversation was opened; null when nothing was unread. */
  unread: { after: number; count: number } | null;
  tickOf: (message: RowMessage) => TickState;
  /** What lies behind the messages. */
  backdrop: ReactNode;
};

export function MessageHistory(props: MessageHistoryProps) {
  const { conversationId, viewerId, inGroup, unread } = props;
  const readUntil = unread?.after ?? null;
  const t = useTranslations('messages');
  const [target, setTarget] = useState<HistoryTarget | null>(null);
  const history = useHistory(conversationId, { readUntil, target });
  const jump = useCallback((seq: number) => setTarget({ seq }), []);
  const waiting = useOutbox(conversationId);
  const { messages } = history;
  const [timeline] = useState(() => new Timeline<RowMessage, OutboxEntry>());
  const [trail] = useState(() => new MentionTrail(readUntil));
  const wanted: Row[] = useMemo(
    () => timeline.rows({ messages, waiting, viewerId, readUntil, hasOlder: history.hasOlder }),
    [timeline, messages, waiting, viewerId, readUntil, history.hasOlder],
  );
  const { loadOlder, loadingOlder } = history;
  const older = useCallback(() => {
    if (!loadingOlder) loadOlder();
  }, [loadingOlder, loadOlder]);
  const { hasNewer, loadNewer, showNewest, newestSeq, lookAt } = history;
  const hasOlder = history.hasOlder && !history.error;
  const paging = useMemo(
    () => ({
      ...{ hasOlder, loadOlder: older, hasNewer, loadNewer, newestSeq, lookAt },
      onScreen: trail.shows,
    }),
    [hasOlder, older, hasNewer, loadNewer, newestSeq, lookAt, trail],
  );
  const scroll = useHistoryScroll(conversationId, wanted, paging);
  const { rows } = scroll;
  const found = useFound(target, history.found, scroll.toSeq);
  const toEnd = useCallback(() => {
    showNewest();
    setTarget(null);
    scroll.toEnd();
  }, [showNewest, scroll.toEnd]);
  useJumpRequests(conversationId, jump);
  useReadTracking(conversationId, scroll.lastVisibleSeq, scroll.placed);

  return (
    <div
      className="relative isolate min-h-0 flex-1"
      data-backdrop={props.backdrop ? '' : undefined}
    >
      {props.backdrop}
      <HistoryRows
        {...props}
        {...{ scroll, found, jump }}
        busy={history.fetching || history.seeking}
      />
      {rows.length === 0 && history.fetching && <HistorySkeleton inGroup={inGroup} />}
      {loadingOlder && <LoadingOlder />}
      {history.error && (
        <div className="absolute inset-x-0 top-3 mx-auto w-full max-w-110 px-4">
          <Notice
            tone="error"
            action={
              <Button size="small" onClick={() => loadOlder()}>
                {t('tryAgain')}
              </Button>
            }
          >
            {t('historyFailed')}
          </Notice>
        </div>
      )}
      {unread && history.hasOlder && rows.length > 0 && (
        <UnreadAbove
          count={unread.count}
          known={(firstSeqOf(rows) ?? 0) <= unread.after + 1}
          seeking={history.seeking}
          onPress={() => jump(unread.after + 1)}
        />
      )}
      <MentionButton conversationId={conversationId} trail={trail} jump={jump} />
      <ToEndPill far={scroll.far} missed={scroll.missed} onPress={toEnd} />
      <NewMessageVoice conversationId={conversationId} viewerId={viewerId} />
    </div>
  );
}

type HistoryRowsProps = MessageHistoryProps & {
  scroll: ReturnType<typeof useHistoryScroll>;
  busy: boolean;
  /** Place of the message that somebody has just jumped to. */
  found: number | null;
  jump: (seq: number) => void;
};

function HistoryRows(props: HistoryRowsProps) {
  const { conversationId, scroll, busy, viewerId, inGroup, tickOf, found, jump } = props;
  const { rows } = scroll;
  const editAgain = useEditAgain(conversationId);
  const { kind } = useOpenConversation();
  const selection = useSelection(conversationId);
  const t = useTranslations('messages');
  const now = useNow();
  const tick = (row: Row): TickState | null => {
    if (!row.own || row.notice) return null;
    if (row.entry) return row.entry.state;
    // Notes to oneself have nobody to reach.
    return kind === 'SELF' ? null : tickOf(row.message);
  };
  const lastRead = rows.findLast((row) => tick(row) === 'read');
  const { kept, keys } = useRowKeys(scroll.scroller, rows);
  const openMedia = useConversationMedia(conversationId, rows);
  return (
    <div
      ref={scroll.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the one way to scroll the history by keyboard.
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={t('history')}
      aria-busy={busy}
      onClickCapture={scroll.onClickCapture}
      {...keys}
      className="-outline-offset-2 flex h-full flex-col overflow-y-auto overflow-x-hidden overscroll-contain [overflow-anchor:none]"
    >
      {/* Few messages sit at the foot, next to where one writes. */}
      <div className="flex-1" />
      <div className={cn(!scroll.placed && 'invisible')}>
        {rows.length > 0 && (
          <MediaOpeningProvider value={openMedia}>
            <Virtualizer
              ref={scroll.list}
              data={rows}
              scrollRef={scroll.scroller}
              shift={scroll.prepending}
              cache={scroll.measured}
              // With heights from before there is nothing to wait for; what stands for those not known is among them, too.
              itemSize={scroll.measured && UNHEARD_OF}
              keepMounted={scroll.keepMounted ?? kept}
              bufferSize={scroll.beyond}
              onScroll={scroll.onScroll}
              onResize={scroll.onResize}
            >
              {(row: Row) => (
                <MessageRow
                  key={row.key}
                  row={row}
                  viewerId={viewerId}
                  inGroup={inGroup}
                  tick={tick(row)}
                  tickRests={row !== lastRead && tick(row) === 'read'}
                  now={now}
                  found={found !== null && row.message?.seq === found}
                  selected={
                    selection && row.message && !row.notice
                      ? selection.ids.has(row.message.id)
                      : null
                  }
                  onJump={jump}
                  onEditAgain={editAgain}
                />
              )}
            </Virtualizer>
          </MediaOpeningProvider>
        )}
      </div>
      {/* The Tab key goes on from here when it leaves the messages. */}
      <div tabIndex={-1} className="h-2 shrink-0 outline-none" />
    </div>
  );
}

/** Height of a row before the first one has been measured. */
const UNHEARD_OF = 40;
const FOUND_MS = 1_600;

/** Scrolls to what was looked for once it is there, and says for a moment which one it is. */
function useFound(
  target: HistoryTarget | null,
  arrived: HistoryTarget | null,
  toSeq: (seq: number) => void,
): number | null {
  const [found, setFound] = useState<number | null>(null);
  const scrollTo = useRef(toSeq);
  scrollTo.current = toSeq;
  useEffect(() => {
    if (!target || arrived !== target) return;
    scrollTo.current(target.seq);
    setFound(target.seq);
    const timer = setTimeout(() => setFound(null), FOUND_MS);
    return () => clearTimeout(timer);
  }, [target, arrived]);
  return found;
}

function useEditAgain(conversationId: string): (text: string) => void {
  const { text: draft, setText } = useDraft(conversationId);
  const latest = useRef(draft);
  latest.current = draft;
  return useCallback(
    // What has been begun meanwhile is not thrown away.
    (text) => setText(latest.current.trim() ? `${latest.current}\n${text}` : text),
    [setText],
  );
}

const firstSeqOf = (rows: readonly Row[]): number | undefined =>
  rows.find(({ message }) => message !== null)?.message?.seq;

/** Over the rows rather than before them: its coming and going moves nothing. */
function LoadingOlder() {
  const t = useTranslations('messages');
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center">
      <div className="rounded-full bg-raised p-2 shadow-float">
        <Spinner />
        <span className="sr-only">{t('loadingOlder')}</span>
      </div>
    </div>
  );
}

type ToEndPillProps = { far: boolean; missed: number; onPress: () => void };

function ToEndPill({ far, missed, onPress }: ToEndPillProps) {
  const t = useTranslations('messages');
  if (!far && missed === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <button
        type="button"
        onClick={onPress}
        aria-label={missed > 0 ? t('newBelow', { count: missed }) : t('toLatest')}
        className={cn(
          'pointer-events-auto flex h-9 animate-arrive items-center gap-1.5 rounded-full shadow-float touch:h-11',
          missed > 0
            ? 'bg-leaf px-4 font-medium text-label text-on-leaf hover:bg-leaf-strong'
            : 'w-9 justify-center bg-raised text-ink-2 hover:text-ink touch:w-11',
        )}
      >
        {missed > 0 && <span className="tabular">{t('newBelow', { count: missed })}</span>}
        <ArrowDown className="size-4" aria-hidden="true" />
      </button>
    </div>
  );
}
