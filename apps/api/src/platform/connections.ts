/** How many live connections there are of each kind of caller, on this process. */
export class Connections {
  readonly #open = new Map<string, number>();

  /** Counts one more of a caller’s, to be ended by `leave`; false where they have as many as they may. */
  enter(whose: string, most: number): boolean {
    const before = this.#open.get(whose) ?? 0;
    if (before >= most) return false;
    this.#open.set(whose, before + 1);
    return true;
  }

  /** Once for each that has entered. */
  leave(whose: string): void {
    const now = (this.#open.get(whose) ?? 1) - 1;
    if (now > 0) this.#open.set(whose, now);
    else this.#open.delete(whose);
  }
}
