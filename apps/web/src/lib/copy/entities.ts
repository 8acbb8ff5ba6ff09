import type { SerializedEntries, StorageAdapter } from '@urql/exchange-graphcache';
import type { Change, KeptSource, Row } from './kept';

const TABLE = 'entity';
const ROOT = 'Query';
/** So many entities more than after the last sweep are worth another one. */
const SWEEP_AFTER = 2_000;

/** An entity's fields as the cache writes them down: JSON, and links to others with a colon before it. */
type Fields = Record<string, string>;

export interface EntityRules {
  /** Fields with arguments that are not kept, by type: what is large, and kept elsewhere or not worth keeping. */
  unkept?: Readonly<Record<string, readonly string[]>>;
  /** Shortens lists of entities, by the name of their field, when they are taken from the disk. */
  shorten?: Readonly<Record<string, (keys: readonly string[]) => readonly string[]>>;
}

/**
 * The normalised cache on the disk, one row for each entity. Graphcache tells which fields have changed; what nothing leads
 * to any more it drops without a word, so that is found here by going through from the root now and then.
 */
export class KeptEntities implements KeptSource {
  readonly tables = [TABLE];
  changed = () => {};
  /** Fulfilled once the cache has what was kept. */
  readonly hydrated: Promise<void>;
  readonly storage: StorageAdapter;
  private readonly entities = new Map<string, Fields>();
  private readonly dirty = new Set<string>();
  private readonly isUnkept: (entity: string, field: string) => boolean;
  private sweptAt = 0;
  private restored = false;
  private hydrate: (entries: SerializedEntries) => void = () => {};

  constructor(private readonly rules: EntityRules = {}) {
    this.isUnkept = unkeptTest(rules.unkept ?? {});
    const entries = new Promise<SerializedEntries>((resolve) => {
      this.hydrate = resolve;
    });
    let isHydrated = () => {};
    this.hydrated = new Promise((resolve) => {
      isHydrated = resolve;
    });
    this.storage = {
      readData: () => entries,
      writeData: async (delta) => this.take(delta),
      onCacheHydrated: () => isHydrated(),
    };
  }

  restore(rows: readonly Row[]): void {
    // A cache that is in use already has what it needs, and fetches what it lacks.
    if (this.restored) return;
    this.restored = true;
    for (const { key, value } of rows) this.entities.set(String(key[1]), value as Fields);
    this.shorten();
    this.sweep();
    const entries: SerializedEntries = {};
    for (const [entity, fields] of this.entities) {
      const prefix = `${entity.replaceAll('.', '%2e')}.`;
      for (const [field, value] of Object.entries(fields)) entries[prefix + field] = value;
    }
    this.hydrate(entries);
  }

  changes(): Change[] {
    if (this.entities.size > this.sweptAt + SWEEP_AFTER) this.sweep();
    const changes = [...this.dirty].map((entity): Change => {
      const fields = this.entities.get(entity);
      const row = [TABLE, entity];
      return fields ? { put: row, value: fields } : { drop: row };
    });
    this.dirty.clear();
    return changes;
  }

  keepAll(): void {
    for (const entity of this.entities.keys()) this.dirty.add(entity);
  }

  private take(delta: SerializedEntries): void {
    for (const [key, value] of Object.entries(delta)) {
      const dot = key.indexOf('.');
      const entity = key.slice(0, dot).replaceAll('%2e', '.');
      const field = key.slice(dot + 1);
      if (this.isUnkept(entity, field)) continue;
      const fields = { ...this.entities.get(entity) };
      if (value === undefined) delete fields[field];
      else fields[field] = value;
      this.entities.set(entity, fields);
      this.dirty.add(entity);
    }
    if (this.dirty.size > 0) this.changed();
  }

  private shorten(): void {
    for (const [entity, fields] of this.entities) {
      for (const [field, shorter] of Object.entries(this.rules.shorten ?? {})) {
        const keys = linksOf(fields[field]);
        const left = shorter(keys);
        if (left.length === keys.length) continue;
        this.entities.set(entity, { ...fields, [field]: `:${JSON.stringify(left)}` });
        this.dirty.add(entity);
      }
    }
  }

  private sweep(): void {
    const reached = new Set([ROOT]);
    for (const entity of reached) {
      for (const value of Object.values(this.entities.get(entity) ?? {}))
        for (const link of linksOf(value)) reached.add(link);
    }
    for (const entity of this.entities.keys()) {
      if (reached.has(entity)) continue;
      this.entities.delete(entity);
      this.dirty.add(entity);
    }
    this.sweptAt = this.entities.size;
  }
}

function linksOf(value: string | undefined): string[] {
  if (value?.[0] !== ':') return [];
  const links: unknown = JSON.parse(value.slice(1));
  return [links].flat(Number.POSITIVE_INFINITY).filter((link) => typeof link === 'string');
}

/** The entities that such a field has for itself alone bear its name in their key. */
function unkeptTest(unkept: Readonly<Record<string, readonly string[]>>) {
  const patterns = Object.entries(unkept).map(([type, fields]) => ({
    start: type === ROOT ? ROOT : `${type}:`,
    fields: fields.map((name) => `${name}(`),
    inside: fields.map((name) => `.${name}(`),
  }));
  return (entity: string, field: string): boolean =>
    patterns.some(
      ({ start, fields, inside }) =>
        entity.startsWith(start) &&
        (fields.some((name) => field.startsWith(name)) ||
          inside.some((name) => entity.includes(name))),
    );
}
