/** What stays in sight of the end of a long name, besides its ending. */
const TAIL = 5;
/** Longer endings are words of the name. */
const ENDING = /\.[^.\s]{1,8}$/u;
/** What turns the direction of reading, so that `exe` comes to look like `pdf`. The API leaves it out of names, too. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Cut where a long name may be shortened: from the end of the first part, never within the second. */
export function splitName(called: string): { head: string; tail: string } {
  const name = called.replace(TURNS, '');
  const ending = ENDING.exec(name)?.[0] ?? '';
  const letters = [...name.slice(0, name.length - ending.length)];
  const cut = Math.max(0, letters.length - TAIL);
  return { head: letters.slice(0, cut).join(''), tail: letters.slice(cut).join('') + ending };
}

/** `PDF`, `TAR`, …: in capitals, as icons bear it. Empty where the name has no ending. */
export const endingOf = (name: string): string =>
  (ENDING.exec(name)?.[0] ?? '').slice(1).toUpperCase();
