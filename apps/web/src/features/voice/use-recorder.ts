'use client';

import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { voicePlayer } from './player';
import { type Recorded, Recording, RecordingError, type RecordingProblem } from './recording';

export type RecorderState =
  | { kind: 'idle' }
  /** The browser asks for its leave. */
  | { kind: 'asking' }
  /** `held`: for as long as the finger stays; otherwise until one presses. */
  | { kind: 'recording'; held: boolean; recording: Recording };

/** What went wrong last, for as long as it is of interest. */
export type RecorderProblem = RecordingProblem | 'short' | 'notKept';

export interface Recorder {
  state: RecorderState;
  problem: RecorderProblem | null;
  start(held: boolean): void;
  /** The finger has gone, and the recording goes on. */
  letGo(): void;
  send(): void;
  cancel(): void;
  dismiss(): void;
}

/**
 * Records one voice message at a time, of so many seconds at most: also when that becomes known only after one has begun.
 * `take` keeps it safe, or rejects.
 */
export function useRecorder(
  take: (recorded: Recorded) => Promise<unknown>,
  maxSeconds: number,
): Recorder {
  const [state, setState] = useState<RecorderState>({ kind: 'idle' });
  const [problem, setProblem] = useState<RecorderProblem | null>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const wish = useRef<Wish | null>(null);
  const taking = useRef(take);
  taking.current = take;
  const most = useRef(maxSeconds);
  most.current = maxSeconds;

  const end = useCallback(() => {
    const recording = wish.current?.recording;
    wish.current = null;
    setState({ kind: 'idle' });
    return recording;
  }, []);
  const cancel = useCallback(() => void end()?.cancel(), [end]);
  const send = useCallback(async () => {
    const recorded = await end()?.stop();
    if (recorded === null) setProblem('short');
    if (recorded) await taking.current(recorded).catch(() => setProblem('notKept'));
  }, [end]);
  const start = useCallback(
    async (held: boolean) => {
      if (wish.current) return;
      const mine: Wish = { held, recording: null };
      wish.current = mine;
      setProblem(null);
      setState({ kind: 'asking' });
      // Nobody wants to hear another voice in theirs.
      voicePlayer.hush();
      const level = () => {
        redraw();
        if (mine.recording && mine.recording.secondsLeft <= 0) void send();
      };
      try {
        const recording = await Recording.start({
          maxSeconds: () => most.current,
          level,
          broken: () => void send(),
        });
        mine.recording = recording;
        if (wish.current === mine) setState({ kind: 'recording', held: mine.held, recording });
        else void recording.cancel();
      } catch (error) {
        if (wish.current !== mine) return;
        end();
        setProblem(error instanceof RecordingError ? error.problem : 'failed');
      }
    },
    [end, send],
  );
  const letGo = useCallback(() => {
    if (wish.current) wish.current.held = false;
    setState((now) => (now.kind === 'recording' ? { ...now, held: false } : now));
  }, []);
  const dismiss = useCallback(() => setProblem(null), []);
  useEffect(() => cancel, [cancel]);
  return {
    ...{ state, problem, letGo, cancel, dismiss },
    start: (held) => void start(held),
    send: () => void send(),
  };
}

/** That somebody wants to record: from the first press on, which may be before the browser lets them. */
interface Wish {
  held: boolean;
  recording: Recording | null;
}
