import type { Actor, Cells, Outcome } from './actors.ts';
import type { Company } from './company.ts';

/** One object of the world that everybody tries to read, and who may. */
export interface ObjectRow {
  type: string;
  /** Which one it is, in the words of the table. */
  of: string;
  /** Makes it; answers its id. They are made in the order of the table, in one company. */
  make(company: Furnished): Promise<string> | string;
  may: Cells;
}

export interface Furnished extends Company {
  /** A public group of the owner, in which the same people are what they are in the private one. */
  hall: string;
  /** Objects made so far, by their names in the table. */
  ids: Record<string, string>;
  /** What opens the doors among them. */
  tokensOf: Record<'link' | 'invitation', string>;
}

/** A field that does not say the same to everybody who may read its object. */
export interface FieldRow {
  /** The object it is looked at on, by its name in the table of objects. */
  on: string;
  /** Where it is within that object; the field of that name itself when left out. */
  at?: string;
  /** For those who may read the object: what they find. For all others it is as the object’s own row says. */
  finds: Readonly<Record<Outcome, readonly Actor[]>>;
}
