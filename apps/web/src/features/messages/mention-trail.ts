/**
 * Where somebody is named in a conversation and has not looked yet, from the first on. Opened at its end, a conversation
 * with very many unread messages counts as read at once: what was far above then still waits to be seen.
 */
export class MentionTrail {
  private readonly listeners = new Set<() => void>();
  private places: readonly number[] | null = null;
  private readonly seen = new Set<number>();
  private read = 0;
  /** The first message on the screen when it was opened. What was read without having come there has been passed over. */
  private begun: number | null = null;
  private current: readonly number[] = [];

  /** `behind`: how far one had read when it was opened, null when nothing was unread. */
  constructor(private behind: number | null) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Sequences, in order. */
  readonly waiting = (): readonly number[] => this.current;

  /** Behind which sequence to ask for more places; null before anything is known of how far one has read. */
  asks(): number | null {
    const [first] = this.current;
    return first === undefined ? this.behind : first - 1;
  }

  isKnown(): boolean {
    return this.places !== null;
  }

  /** Whether so many unread ones are what is known of. */
  accountsFor(unread: number): boolean {
    return this.places?.filter((seq) => seq > this.read).length === unread;
  }

  /** What the API has answered, for a place behind which it was asked. */
  takePlaces(places: readonly number[]): void {
    this.places = places;
    this.settle();
  }

  readUntil(seq: number): void {
    this.behind ??= seq;
    this.read = Math.max(this.read, seq);
    this.settle();
  }

  /** These messages are on the screen. */
  readonly shows = (from: number, to: number): void => {
    this.begun ??= from;
    const news = (this.places ?? []).filter(
      (seq) => seq >= from && seq <= to && !this.seen.has(seq),
    );
    if (news.length === 0) return;
    for (const seq of news) this.seen.add(seq);
    this.settle();
  };

  private settle(): void {
    const passedOver = (seq: number) => seq < (this.begun ?? 0) && !this.seen.has(seq);
    const waiting = (this.places ?? []).filter((seq) => seq > this.read || passedOver(seq));
    if (waiting.join() === this.current.join()) return;
    this.current = waiting;
    for (const listener of this.listeners) listener();
  }
}
