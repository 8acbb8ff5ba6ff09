import { hasText, type Line, readAftermath, readLine } from './lines.ts';

/** A line at its time. */
export interface Said extends Line {
  at: Date;
}

/** A line, and the milliseconds since the one before. */
type Timed = Line & { pause: number };

/** A day counts from today or from the hike, which was on the last Saturday but today's and yesterday's. */
type Opening =
  | { from: 'now'; minutesAgo: number }
  | { from: 'today' | 'hike'; days: number; hour: number; minute: number };

interface Scene {
  opening: Opening;
  lines: Timed[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const SATURDAY = 6;

/**
 * Everything said in a play, in order and at its time, seen from `now`. The town's conversations are written down like
 * plays:
 *
 *     == 12 days ago 19:05
 *     + mei opens the group with tom, lin
 *     mei: What somebody says.
 *       Indented, what they say goes on in a new line.
 *       ~ 👍 tom, lin
 *     tom to “somebody says”: An answer to that.
 *       ~ first said: What it said before it was edited.
 *     (20 minutes)
 *     + mei adds ben
 *     * mei pins “somebody says”
 *     - tom leaves
 *
 * lines.ts has all the forms that a line can take.
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

/** The time that words say as the heading of a scene does. */
export const timeOf = (words: string, now: Date): Date =>
  new Date(beginning(readOpening(words), 0, now));

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
      if (before && written.startsWith('  ~ ')) readAftermath(before, written.slice(4));
      else if (before && hasText(before)) before.text += `\n${written.slice(2)}`;
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

function finish(line: Timed, place: number): Timed {
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

/** People type about four characters a second and think before they do; the third term keeps it from ticking like a clock. */
function typing(text: string, place: number): number {
  return (4 + Math.min([...text].length, 160) / 4 + ((place * 17) % 23)) * SECOND;
}
