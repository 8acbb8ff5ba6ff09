export interface Choice {
  name: 'inAnHour' | 'thisEvening' | 'tomorrowMorning' | 'nextWeek';
  at: Date;
}

const at = (base: Date, days: number, hour: number): Date =>
  new Date(base.getFullYear(), base.getMonth(), base.getDate() + days, hour);

const MONDAY = 1;

/** The times people mean most often, those of them that are still to come; on Sundays Monday morning is tomorrow’s. */
export function choices(now: Date): Choice[] {
  const daysToMonday = (MONDAY - now.getDay() + 7) % 7 || 7;
  const all: Choice[] = [
    { name: 'inAnHour', at: new Date(now.getTime() + 3_600_000) },
    { name: 'thisEvening', at: at(now, 0, 18) },
    { name: 'tomorrowMorning', at: at(now, 1, 9) },
    { name: 'nextWeek', at: at(now, daysToMonday, 9) },
  ];
  const isFirst = ({ at }: Choice, place: number) =>
    all.findIndex((other) => other.at.getTime() === at.getTime()) === place;
  return all.filter((choice, place) => choice.at > now && isFirst(choice, place));
}

const two = (number: number) => String(number).padStart(2, '0');

/** As <input type="datetime-local"> writes an instant: in the person's own time zone. */
export const toField = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;

export function fromField(value: string): Date | null {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? null : date;
}
