import type { KeptSource, Row } from './kept';

/** A disk as the sources see one: rows in the order of their keys. */
export class Disk {
  private rows = new Map<string, Row>();

  /** Writes what has changed, and says how much that was. */
  take(source: KeptSource): number {
    const changes = source.changes();
    for (const change of changes) {
      if ('put' in change)
        this.rows.set(JSON.stringify(change.put), { key: change.put, value: change.value });
      else if ('drop' in change) this.rows.delete(JSON.stringify(change.drop));
      else
        for (const [name, { key }] of this.rows) {
          const [table, id, from] = change.dropFrom;
          const inside = Number(key[2]) >= Number(from) && Number(key[2]) <= Number(change.to[2]);
          if (key[0] === table && key[1] === id && inside) this.rows.delete(name);
        }
    }
    return changes.length;
  }

  clear(): void {
    this.rows.clear();
  }

  restore(source: KeptSource): void {
    source.restore(this.all().filter(({ key }) => source.tables.includes(String(key[0]))));
  }

  all(): Row[] {
    const rows = structuredClone([...this.rows.values()]);
    return rows.sort((a, b) => Number(a.key[2] ?? 0) - Number(b.key[2] ?? 0));
  }

  /** The keys of a table's rows, without its name. */
  keys(table: string): unknown[] {
    return this.all()
      .filter(({ key }) => key[0] === table)
      .map(({ key }) => key[1]);
  }
}
