/** Chinese, Japanese, Korean and full-width forms are about twice as wide as Latin letters. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;
/** Of Latin letters, on a phone, where a post is narrowest. */
const COLUMNS = 42;
/** A text of a line or two more than what is folded away is shown whole: a button would take the same room. */
const MOST_LINES = 8;

/** Whether a text is folded. Judged by the text alone, so that a row's height never depends on a measurement that comes later. */
export function isLongText(text: string): boolean {
  let lines = 0;
  for (const paragraph of text.split('\n')) {
    let columns = 0;
    for (const character of paragraph) columns += wide.test(character) ? 2 : 1;
    lines += Math.max(1, Math.ceil(columns / COLUMNS));
    if (lines > MOST_LINES) return true;
  }
  return false;
}
