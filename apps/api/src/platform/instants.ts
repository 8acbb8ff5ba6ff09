const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** The day that was written last: instants on a page are mostly of one or two days. */
let day = Number.NaN;
let dayText = '';

/** `Date.toISOString`, in a third of its time: a page has a hundred of them. */
export function isoOf(instant: Date): string {
  const time = instant.getTime();
  const today = Math.floor(time / DAY_MS);
  if (today !== day) {
    dayText = instant.toISOString().slice(0, -'00:00:00.000Z'.length);
    day = today;
  }
  const inDay = time - today * DAY_MS;
  const seconds = Math.floor(inDay / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = inDay - seconds * 1_000;
  const fraction = (rest < 10 ? '.00' : rest < 100 ? '.0' : '.') + rest;
  return `${dayText}${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}${fraction}Z`;
}
