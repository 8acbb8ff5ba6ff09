import { people, type Username } from './people.ts';

/** Something said, or a notice of something done. */
export interface Line {
  kind: 'TEXT' | 'GROUP_CREATED' | 'MEMBERS_ADDED' | 'MEMBER_LEFT';
  speaker: Username;
  text: string;
  /** Notices: whom they are about. */
  subjects: Username[];
  /** Milliseconds since the line before. */
  pause: number;
}

/** A line at its time. */
export interface Said extends Line {
  at: Date;
}

/** A day counts from today or from the hike, which was on the last Saturday but today's and yesterday's. */
type Opening =
  | { from: 'now'; minutesAgo: number }
  | { from: 'today' | 'hike'; days: number; hour: number; minute: number };

interface Scene {
  opening: Opening;
  lines: Line[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const SATURDAY = 6;

const known = new Set<string>(people.map((person) => person.username));

function person(name: string): Username {
  if (!known.has(name)) throw new Error(`Nobody in this town is called ${name}.`);
  return name as Username;
}

const persons = (names: string) => names.split(', ').map(person);

/**
 * Everything said in a play, in order and at its time, seen from `now`. The town's conversations are written down like
 * plays:
 *
 *     == 12 days ago 19:05
 *     + mei opens the group with tom, lin
 *     mei: What somebody says.
 *       Indented, what they say goes on in a new line.
 *     (20 minutes)
 *     + mei adds ben
 *     - tom leaves
 *
 * A scene says when it begins (`== 12 days ago 19:05`, `== 3 days before the hike 20:10`) or, for today's, when its last
 * line was said (`== 8 minutes ago`), because of today nobody knows how much has passed. Between two lines passes the
 * time it takes to type the second, and whatever stands in brackets.
 */
export function perform(play: string, now: Date): Said[] {
  return readScenes(play).flatMap((scene) => {
    const length = scene.lines.reduce((sum, line) => sum + line.pause, 0);
    let time = beginning(scene.opening, length, now);
    return scene.lines.map((line) => {
      time += line.pause;
      return { ...line, at: new Date(time) };
    });
  });
}

function beginning(opening: Opening, length: number, now: Date): number {
  if (opening.from === 'now') return now.getTime() - opening.minutesAgo * MINUTE - length;
  const day = new Date(now);
  if (opening.from === 'hike') {
    day.setDate(day.getDate() - 2);
    day.setDate(day.getDate() - ((day.getDay() - SATURDAY + 7) % 7));
  }
  day.setDate(day.getDate() + opening.days);
  return day.setHours(opening.hour, opening.minute, 0, 0);
}

function readScenes(play: string): Scene[] {
  const scenes: Scene[] = [];
  let waited = 0;
  for (const written of play.trim().split('\n')) {
    const scene = scenes.at(-1);
    const before = scene?.lines.at(-1);
    if (written.startsWith('== ')) {
      scenes.push({ opening: readOpening(written.slice(3)), lines: [] });
    } else if (!scene) {
      throw new Error(`Before the first scene: ${written}`);
    } else if (written.startsWith('  ') || written === '') {
      if (before?.kind === 'TEXT') before.text += `\n${written.trim()}`;
      else if (written) throw new Error(`Nobody is speaking: ${written}`);
    } else if (/^\(\d+ minutes?\)$/.test(written)) {
      waited = Number.parseInt(written.slice(1), 10) * MINUTE;
    } else {
      scene.lines.push({ ...readLine(written), pause: waited });
      waited = 0;
    }
  }
  return scenes.map((scene) => ({ ...scene, lines: scene.lines.map(finish) }));
}

function finish(line: Line, place: number): Line {
  // Scenes stand apart by empty lines, which the last message before one would otherwise end with.
  const text = line.text.trim();
  return { ...line, text, pause: line.pause + typing(text, place) };
}

function readOpening(words: string): Opening {
  const today = /^(\d+) (minutes?|hours?) ago$/.exec(words);
  if (today) {
    const [, count, unit = ''] = today;
    return { from: 'now', minutesAgo: Number(count) * (unit.startsWith('hour') ? 60 : 1) };
  }
  const [, count, where, hour, minute] =
    /^(?:(\d+) days? )?(ago|before the hike|after the hike|the day of the hike) (\d\d):(\d\d)$/.exec(
      words,
    ) ?? [];
  if (!where) throw new Error(`Not a time that a scene can have: ${words}`);
  return {
    from: where === 'ago' ? 'today' : 'hike',
    days: Number(count ?? 0) * (where === 'after the hike' ? 1 : -1),
    hour: Number(hour),
    minute: Number(minute),
  };
}

function readLine(written: string): Omit<Line, 'pause'> {
  const [, opener, others] = /^\+ (\w+) opens the group with (.+)$/.exec(written) ?? [];
  if (opener && others)
    return { kind: 'GROUP_CREATED', speaker: person(opener), text: '', subjects: persons(others) };
  const [, host, guests] = /^\+ (\w+) adds (.+)$/.exec(written) ?? [];
  if (host && guests)
    return { kind: 'MEMBERS_ADDED', speaker: person(host), text: '', subjects: persons(guests) };
  const leaver = /^- (\w+) leaves$/.exec(written)?.[1];
  if (leaver)
    return { kind: 'MEMBER_LEFT', speaker: person(leaver), text: '', subjects: persons(leaver) };
  const [, speaker, text] = /^(\w+): (.+)$/.exec(written) ?? [];
  if (!speaker || !text) throw new Error(`Neither speech nor stage direction: ${written}`);
  return { kind: 'TEXT', speaker: person(speaker), text, subjects: [] };
}

/** People type about four characters a second and think before they do; the third term keeps it from ticking like a clock. */
function typing(text: string, place: number): number {
  return (4 + Math.min([...text].length, 160) / 4 + ((place * 17) % 23)) * SECOND;
}
