import type { MessageKind } from '../client.ts';
import { people, type Username } from './people.ts';
import { thingNamed } from './things.ts';

/** Something said, or a notice of something done. */
export interface Line {
  kind: MessageKind;
  speaker: Username;
  /** What is said or, for an announcement, what it announces. */
  text: string;
  /** Notices: whom they are about. An announcement: who has read it. A contact card: who is on it. */
  subjects: Username[];
  /** A part of what it answers to, or of what a notice of pinning is about. */
  about?: string;
  /** For how long the one it is about may not speak. */
  mutedDays?: number;
  /** The group on a card. */
  group?: string;
  forwarded?: Forwarded;
  /** The picture, file or recording. */
  thing?: string;
  reactions: Reaction[];
  /** What it said before it was edited. */
  was?: string;
  /** Who took it back: its sender, or somebody who runs the group. */
  goneBy?: Username;
}

export interface Reaction {
  emoji: string;
  by: Username[];
}

/** From a message with this part to one with that part, in a group: what is forwarded as one. */
export interface Forwarded {
  from: string;
  until: string;
  group: string;
  title: string;
}

const known = new Set<string>(people.map((person) => person.username));

function person(name: string): Username {
  if (!known.has(name)) throw new Error(`Nobody in this town is called ${name}.`);
  return name as Username;
}

const persons = (names: string | undefined) => (names ? names.split(', ').map(person) : []);

type Made = Omit<Line, 'speaker' | 'reactions' | 'text' | 'subjects'> &
  Partial<Pick<Line, 'text' | 'subjects'>>;

/** How each kind of line is written, after whoever acts. Capital letters stand for what is filled in. */
const FORMS: [RegExp, (...found: string[]) => Made][] = [
  [/^\+ (\w+) opens the group with (.+)$/, (others) => notice('GROUP_CREATED', persons(others))],
  [/^\+ (\w+) adds (.+)$/, (guests) => notice('MEMBERS_ADDED', persons(guests))],
  [/^\+ (\w+) joins by the open door$/, () => notice('MEMBER_JOINED')],
  [/^- (\w+) leaves$/, () => notice('MEMBER_LEFT')],
  [
    /^\* (\w+) makes (\w+) an administrator$/,
    (subject) => notice('ROLE_CHANGED', persons(subject)),
  ],
  [
    /^\* (\w+) mutes (\w+) for (\d+) days$/,
    (subject, days) => ({
      ...notice('MEMBER_MUTED', persons(subject)),
      mutedDays: Number(days),
    }),
  ],
  [/^\* (\w+) pins “(.+)”$/, (about = '') => ({ ...notice('MESSAGE_PINNED'), about })],
  [
    /^\* (\w+) announces(?:, read by (.+))?:$/,
    (readers) => notice('ANNOUNCEMENT', persons(readers)),
  ],
  [/^\* (\w+) shows the group (.+)$/, (group = '') => ({ kind: 'GROUP_CARD', group })],
  [/^\* (\w+) shows (\w+)$/, (who) => ({ kind: 'CONTACT_CARD', subjects: persons(who) })],
  [
    /^\* (\w+) forwards “(.+)” to “(.+)” of (.+) as (.+)$/,
    (from = '', until = '', group = '', title = '') => ({
      kind: 'BUNDLE',
      forwarded: { from, until, group, title },
    }),
  ],
  [
    /^\* (\w+) sends “(.+)”$/,
    (thing = '') => ({ kind: thingNamed(thing).kind as MessageKind, thing }),
  ],
  [/^(\w+), in Markdown:$/, () => ({ kind: 'MARKDOWN' })],
  [/^(\w+) to “(.+?)”: (.+)$/, (about = '', text) => ({ kind: 'TEXT', about, ...spoken(text) })],
  [/^(\w+): (.+)$/, (text) => ({ kind: 'TEXT', ...spoken(text) })],
];

const spoken = (text = '') => ({ text });

const notice = (kind: MessageKind, subjects: Username[] = []) => ({ kind, subjects });

/** Reads a line that is not indented. */
export function readLine(written: string): Line {
  for (const [form, make] of FORMS) {
    const [found, speaker = '', ...rest] = form.exec(written) ?? [];
    if (found === undefined) continue;
    const line: Line = {
      text: '',
      subjects: [],
      reactions: [],
      ...make(...rest),
      speaker: person(speaker),
    };
    // These are about whoever does them.
    if (line.kind === 'MEMBER_LEFT' || line.kind === 'MEMBER_JOINED')
      line.subjects = [line.speaker];
    return line;
  }
  throw new Error(`Neither speech nor stage direction: ${written}`);
}

/** Reads what becomes of a line afterwards: reactions, its editing, its being taken back. */
export function readAftermath(line: Line, written: string): void {
  const was = /^first said: (.+)$/.exec(written)?.[1];
  const remover = /^deleted by (\w+)$/.exec(written)?.[1];
  const [, emoji, names] = /^(\p{Extended_Pictographic}\S*) ([\w, ]+)$/u.exec(written) ?? [];
  if (was) line.was = was;
  else if (remover) line.goneBy = person(remover);
  else if (written === 'recalled') line.goneBy = line.speaker;
  else if (emoji) line.reactions.push({ emoji, by: persons(names) });
  else throw new Error(`Nothing that becomes of a message: ${written}`);
}

/** Whether further lines of a text belong to it. */
export const hasText = ({ kind }: Line) =>
  kind === 'TEXT' || kind === 'MARKDOWN' || kind === 'ANNOUNCEMENT';
