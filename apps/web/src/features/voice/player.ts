'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** What can be played. */
export interface Track {
  /** Of the message, or of the recording where it stands in no message. */
  key: string;
  url: string;
  durationMs: number;
  /** Once it has begun. */
  onPlay?: () => void;
  /** What follows it, as of its end. */
  next?: () => Track | null;
}

export interface Playback {
  key: string;
  state: 'loading' | 'playing' | 'paused' | 'failed';
  seconds: number;
  rate: Rate;
}

export const RATES = [1, 1.5, 2] as const;
export type Rate = (typeof RATES)[number];

const RATE_KEY = 'teahouse-voice-rate';
const CHANNEL = 'teahouse-voice';
/** Recordings are small; those heard last are played again without asking for them. */
const KEPT = 20;

/**
 * One voice at a time, in all tabs of the browser together. It belongs to no row: rows come and go while one scrolls, and
 * the voice goes on.
 */
class VoicePlayer {
  private audio: HTMLAudioElement | null = null;
  private track: Track | null = null;
  /** Which one the element has its sound of. */
  private loaded: string | null = null;
  private playback: Playback | null = null;
  private rate: Rate | null = null;
  private readonly kept = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private ticking = 0;
  private tabs: BroadcastChannel | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.otherTabs();
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Null while another one, or none, is being played. */
  of(key: string): Playback | null {
    return this.playback?.key === key ? this.playback : null;
  }

  toggle(track: Track): void {
    const playback = this.of(track.key);
    if (playback?.state === 'playing' || playback?.state === 'loading') this.pause();
    else if (playback?.state === 'paused' && this.loaded === track.key) void this.resume();
    else void this.play(track, playback?.state === 'paused' ? playback.seconds : 0);
  }

  /** Nothing else is heard while something is recorded here. */
  hush(): void {
    this.pause();
    this.otherTabs().postMessage(null);
  }

  pause(): void {
    this.audio?.pause();
    if (this.playback && this.playback.state !== 'failed') this.tell({ state: 'paused' });
  }

  /** Goes there; one that is not being played waits there. */
  seek(track: Track, seconds: number): void {
    const to = Math.min(track.durationMs / 1_000, Math.max(0, seconds));
    const playback = this.of(track.key);
    if (!playback || playback.state === 'failed') {
      this.audio?.pause();
      this.track = track;
      this.loaded = null;
      this.playback = { key: track.key, state: 'paused', seconds: to, rate: this.rateNow() };
    } else if (this.audio && this.loaded === track.key) this.audio.currentTime = to;
    this.tell({ seconds: to });
  }

  nextRate(): void {
    const index = RATES.indexOf(this.rateNow());
    this.rate = RATES[(index + 1) % RATES.length] ?? 1;
    if (this.audio) this.audio.playbackRate = this.rate;
    this.tell({ rate: this.rate });
    try {
      localStorage.setItem(RATE_KEY, String(this.rate));
    } catch {
      // Then it is remembered for as long as the page lives.
    }
  }

  /** Whichever tab begins says so, and the others pause. */
  private otherTabs(): BroadcastChannel {
    if (this.tabs) return this.tabs;
    this.tabs = new BroadcastChannel(CHANNEL);
    this.tabs.onmessage = () => {
      if (this.playback?.state === 'playing' || this.playback?.state === 'loading') this.pause();
    };
    return this.tabs;
  }

  private rateNow(): Rate {
    if (this.rate) return this.rate;
    try {
      const kept = Number(localStorage.getItem(RATE_KEY));
      this.rate = RATES.find((rate) => rate === kept) ?? 1;
    } catch {
      this.rate = 1;
    }
    return this.rate;
  }

  private async play(track: Track, from: number): Promise<void> {
    const audio = this.element();
    audio.pause();
    this.track = track;
    this.loaded = null;
    const { key } = track;
    this.playback = { key, state: 'loading', seconds: from, rate: this.rateNow() };
    this.tell({});
    try {
      const source = await this.sourceOf(track);
      if (this.track !== track) return;
      audio.src = source;
      await untilLengthKnown(audio);
      if (this.track !== track) return;
      audio.currentTime = this.playback?.seconds ?? from;
      audio.playbackRate = this.rateNow();
      this.loaded = key;
      if (this.playback?.state === 'loading') await this.resume();
      track.onPlay?.();
    } catch {
      if (this.track === track) this.tell({ state: 'failed' });
    }
  }

  private async resume(): Promise<void> {
    const { track } = this;
    this.otherTabs().postMessage(null);
    try {
      await this.element().play();
      if (this.track !== track) return;
      this.tell({ state: 'playing' });
      this.tick();
    } catch {
      if (this.track === track && this.playback?.state !== 'paused') this.tell({ state: 'failed' });
    }
  }

  private async sourceOf({ key, url }: Track): Promise<string> {
    if (url.startsWith('blob:')) return url;
    const known = this.kept.get(key);
    if (known) return known;
    const response = await fetch(url);
    if (!response.ok) throw new Error(`Voice ${response.status}`);
    const source = URL.createObjectURL(await response.blob());
    this.kept.set(key, source);
    const [oldest] = this.kept;
    if (this.kept.size > KEPT && oldest) {
      this.kept.delete(oldest[0]);
      URL.revokeObjectURL(oldest[1]);
    }
    return source;
  }

  private element(): HTMLAudioElement {
    if (this.audio) return this.audio;
    const audio = new Audio();
    audio.preservesPitch = true;
    audio.addEventListener('ended', () => this.end());
    // A call, another player, the headset's button.
    audio.addEventListener('pause', () => {
      if (!audio.ended && this.playback?.state === 'playing') this.tell({ state: 'paused' });
    });
    this.audio = audio;
    return audio;
  }

  private end(): void {
    const next = this.track?.next?.() ?? null;
    this.track = null;
    this.loaded = null;
    this.playback = null;
    this.tell({});
    if (next) void this.play(next, 0);
  }

  /** As smooth as the screen, for as long as it is heard. */
  private tick(): void {
    cancelAnimationFrame(this.ticking);
    this.ticking = requestAnimationFrame(() => {
      if (this.playback?.state !== 'playing' || !this.audio) return;
      this.tell({ seconds: this.audio.currentTime });
      this.tick();
    });
  }

  private tell(changes: Partial<Playback>): void {
    if (this.playback) this.playback = { ...this.playback, ...changes };
    for (const listener of this.listeners) listener();
  }
}

/** What a browser has recorded says nothing of its length; whoever looks for its end finds it, and can go to any place. */
async function untilLengthKnown(audio: HTMLAudioElement): Promise<void> {
  await heard(audio, 'loadedmetadata');
  if (Number.isFinite(audio.duration)) return;
  audio.currentTime = Number.MAX_SAFE_INTEGER;
  await heard(audio, 'durationchange', 'seeked');
}

function heard(audio: HTMLAudioElement, ...events: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const settled = new AbortController();
    const { signal } = settled;
    const settle = (act: () => void) => () => {
      settled.abort();
      act();
    };
    for (const event of events) audio.addEventListener(event, settle(resolve), { signal });
    audio.addEventListener(
      'error',
      settle(() => reject(new Error('Not playable'))),
      { signal },
    );
  });
}

export const voicePlayer = new VoicePlayer();

/** How this one is being played; null while it is not. */
export const usePlayback = (key: string): Playback | null =>
  useSyncExternalStore(
    voicePlayer.subscribe,
    useCallback(() => voicePlayer.of(key), [key]),
    () => null,
  );
