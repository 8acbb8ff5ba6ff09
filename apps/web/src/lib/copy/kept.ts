/** A row's place on the disk; the first part names the table. */
export type RowKey = readonly (string | number)[];

export interface Row {
  key: RowKey;
  value: unknown;
}

export type Change =
  | { put: RowKey; value: unknown }
  | { drop: RowKey }
  /** All rows between the two, both included. */
  | { dropFrom: RowKey; to: RowKey };

/** A part of what the page knows that is kept on the disk, so that the next page, or one without a network, has it too. */
export interface KeptSource {
  readonly tables: readonly string[];
  /** Takes in what was kept. What is known already is newer than that. */
  restore(rows: readonly Row[]): void;
  /** What has changed since this was last asked. */
  changes(): Change[];
  /** Nothing of this is on the disk any more: everything counts as changed. */
  keepAll(): void;
  /** Set by whoever keeps it, to hear that something has changed. */
  changed: () => void;
}

/** A map that is kept. */
export class KeptMap<Value> implements KeptSource {
  readonly tables: readonly string[];
  changed = () => {};
  private readonly values = new Map<string, Value>();
  private readonly dirty = new Set<string>();
  private readonly restoredListeners = new Set<() => void>();

  constructor(private readonly table: string) {
    this.tables = [table];
  }

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  keys(): string[] {
    return [...this.values.keys()];
  }

  set(key: string, value: Value): void {
    this.values.set(key, value);
    this.touch(key);
  }

  delete(key: string): void {
    if (this.values.delete(key)) this.touch(key);
  }

  onRestored(listener: () => void): () => void {
    this.restoredListeners.add(listener);
    return () => this.restoredListeners.delete(listener);
  }

  restore(rows: readonly Row[]): void {
    for (const { key, value } of rows) {
      const name = String(key[1]);
      if (!this.values.has(name)) this.values.set(name, value as Value);
    }
    for (const listener of this.restoredListeners) listener();
  }

  changes(): Change[] {
    const changes = [...this.dirty].map((key): Change => {
      const row = [this.table, key];
      return this.values.has(key) ? { put: row, value: this.values.get(key) } : { drop: row };
    });
    this.dirty.clear();
    return changes;
  }

  keepAll(): void {
    for (const key of this.values.keys()) this.dirty.add(key);
  }

  private touch(key: string): void {
    this.dirty.add(key);
    this.changed();
  }
}
