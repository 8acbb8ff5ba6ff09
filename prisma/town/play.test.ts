import { expect, test } from 'vitest';
import { perform } from './play.ts';
import { talks } from './talks.ts';

const noon = new Date(2026, 10, 25, 12, 0);

const at = (month: number, day: number, hour: number, minute: number) =>
  new Date(2026, month - 1, day, hour, minute);

test('Reads speech, further lines of it, notices and waits', () => {
  const said = perform(
    `
== 3 days ago 19:00
+ mei opens the group with tom, lin
mei: One: two.

  Three.
(20 minutes)
- tom leaves

== 5 minutes ago
lin: Later.
`,
    noon,
  );
  expect(said.map(({ kind, speaker, text, subjects }) => [kind, speaker, text, subjects])).toEqual([
    ['GROUP_CREATED', 'mei', '', ['tom', 'lin']],
    ['TEXT', 'mei', 'One: two.\n\nThree.', []],
    ['MEMBER_LEFT', 'tom', '', ['tom']],
    ['TEXT', 'lin', 'Later.', []],
  ]);
  const [opened, spoken, left, later] = said.map((line) => line.at.getTime());
  expect(opened! - at(11, 22, 19, 0).getTime()).toBeLessThan(60_000);
  expect(left! - spoken!).toBeGreaterThan(20 * 60_000);
  expect(later).toBe(at(11, 25, 11, 55).getTime());
});

test.each([
  [at(11, 23, 9, 0), at(11, 21, 7, 0)],
  [at(11, 22, 9, 0), at(11, 14, 7, 0)],
  [at(11, 21, 9, 0), at(11, 14, 7, 0)],
  [at(11, 20, 9, 0), at(11, 14, 7, 0)],
])('Seen from %s, the hike was on the Saturday before yesterday', (now, hike) => {
  const [line] = perform('== the day of the hike 07:00\nmei: Up.', now);
  expect(line!.at.getTime() - hike.getTime()).toBeLessThan(60_000);
});

test.each([
  ['mei: Too early.', 'Before the first scene'],
  ['== some day\nmei: Never.', 'Not a time'],
  ['== 1 day ago 10:00\nnobody: Boo.', 'Nobody in this town is called nobody'],
  ['== 1 day ago 10:00\n  Who says this?', 'Nobody is speaking'],
  ['== 1 day ago 10:00\nmei shrugs', 'Neither speech nor stage direction'],
])('Refuses %j', (play, reason) => {
  expect(() => perform(play, noon)).toThrow(reason);
});

test('At whatever time the town is settled, people speak one after the other and nobody tomorrow', () => {
  const jumps: string[] = [];
  for (let day = 1; day <= 8; day++) {
    // Just after midnight, “yesterday evening” and “an hour ago” come closest.
    for (const [hour, minute] of [
      [0, 0],
      [0, 30],
      [3, 0],
      [12, 0],
      [18, 30],
      [23, 59],
    ] as const) {
      const now = at(11, day, hour, minute);
      for (const { name, play } of talks) {
        const times = perform(play, now).map((line) => line.at.getTime());
        const wrong = times.some(
          (time, place) => time > now.getTime() || time <= (times[place - 1] ?? 0),
        );
        if (wrong) jumps.push(`${now} ${name ?? play.slice(0, 60)}`);
      }
    }
  }
  expect(jumps).toEqual([]);
});
