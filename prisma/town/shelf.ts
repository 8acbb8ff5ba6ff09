import { randomBytes } from 'node:crypto';
import type { Prisma } from '../client.ts';
import type { Username } from './people.ts';
import { after, before, HOUR, idAt, MINUTE } from './stage.ts';
import { type Thing, thingNamed } from './things.ts';

/** A file whose content is still to be made, and where that goes. */
export interface Shelved {
  thing: Thing;
  row: Omit<Prisma.StoredFileCreateManyInput, 'mediaType' | 'bytes'> & {
    id: string;
    createdAt: Date;
    usedAt: Date;
  };
}

/** What is shown somewhere in the town, each thing once however often it is shown. */
export class Shelf {
  private readonly taken = new Map<string, Shelved>();

  constructor(private readonly ids: Record<Username, string>) {}

  /** The id of the file that this person shows at that time. */
  use(name: string, at: Date, by: Username): string {
    const thing = thingNamed(name);
    if (thing.by !== by) throw new Error(`${name} belongs to ${thing.by}, not to ${by}.`);
    const known = this.taken.get(name)?.row;
    const first = known && known.createdAt < at ? after(known.createdAt, MINUTE, at) : at;
    const last = known && known.usedAt > at ? known.usedAt : at;
    const createdAt = before(first, MINUTE);
    const row = {
      id: known?.id ?? idAt(createdAt),
      ...{ kind: thing.kind, ownerId: this.ids[by], name, state: 'READY' as const },
      storageKey: known?.storageKey ?? `files/${randomBytes(20).toString('hex')}`,
      ...{ createdAt, usedAt: last, expiresAt: new Date(createdAt.getTime() + HOUR) },
    };
    this.taken.set(name, { thing, row });
    return row.id;
  }

  get files(): Shelved[] {
    return [...this.taken.values()];
  }
}
