import type { SectionName } from './sections.ts';

/** What stands at the head of every page. */
export type Place =
  | 'overview'
  | 'conversations'
  | 'moments'
  | 'favourites'
  | 'contacts'
  | 'account';

/** What the pages of an archive say by themselves. */
export interface Words {
  brand: string;
  archive: string;
  timesAreUtc: string;
  places: Record<Place, string>;
  sections: Record<SectionName, string>;
  /** What a value is, by its key. */
  fields: Record<string, string>;
  /** What a choice is called, by what programs call it. */
  values: Record<string, string>;
  yes: string;
  no: string;
  nothing: string;
  you: string;
  deletedPerson: string;
  deletedGroup: string;
  notesToSelf: string;
  lead: (day: string) => string;
  messages: (count: number) => string;
  profile: string;
  machineReadable: string;
  files: (count: number) => string;
  newer: string;
  older: string;
  firstPage: string;
  lastPage: string;
  recalled: (by: string | null) => string;
  deleted: string;
  edited: string;
  forwarded: string;
  pinned: string;
  earlierVersions: (count: number) => string;
  picture: string;
  video: string;
  voice: string;
  seconds: (count: number) => string;
  transcript: string;
  contactCard: string;
  groupCard: string;
  notKept: string;
  likes: (names: string) => string;
  repliesTo: (name: string, to: string) => string;
  savedFrom: (name: string, where: string | null) => string;
  visibility: Record<string, string>;
  notice: Record<string, (by: string, people: string, detail: string) => string>;
  changes: Record<string, string>;
}
