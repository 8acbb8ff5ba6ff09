/** How many live connections there are of each kind of caller, on this process. */
export class Connections {
  readonly #open = new Map<string, number>();

  /** Counts one more of a caller’s; answers how to end it, or null where they have as many as they may. */
  enter(whose: string, most: number): (() => void) | null {
    const before = this.#open.get(whose) ?? 0;
    if (before >= most) return null;
    this.#open.set(whose, before + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = (this.#open.get(whose) ?? 1) - 1;
      if (now > 0) this.#open.set(whose, now);
      else this.#open.delete(whose);
    };
  }
}
