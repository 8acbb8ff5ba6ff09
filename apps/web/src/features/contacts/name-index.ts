/** The first characters, in pinyin order, of every initial a Chinese name can have. */
const PINYIN_STARTS: readonly (readonly [string, string])[] = [
  ['A', '阿'],
  ['B', '八'],
  ['C', '嚓'],
  ['D', '哒'],
  ['E', '妸'],
  ['F', '发'],
  ['G', '旮'],
  ['H', '哈'],
  ['J', '讥'],
  ['K', '咔'],
  ['L', '垃'],
  ['M', '痳'],
  ['N', '拏'],
  ['O', '噢'],
  ['P', '妑'],
  ['Q', '七'],
  ['R', '呥'],
  ['S', '扨'],
  ['T', '它'],
  ['W', '穵'],
  ['X', '夕'],
  ['Y', '丫'],
  ['Z', '帀'],
];

const pinyin = new Intl.Collator('zh-CN-u-co-pinyin');
const OTHER = '#';

/** The letter a name stands under: its Latin initial without accents, or the initial of its pinyin. */
export function indexLetter(name: string): string {
  const [first = ''] = name.trim();
  const latin = first.normalize('NFD').charAt(0).toUpperCase();
  if (/^[A-Z]$/u.test(latin)) return latin;
  if (!/^\p{Script=Han}$/u.test(first)) return OTHER;
  const start = PINYIN_STARTS.findLast(([, from]) => pinyin.compare(from, first) <= 0);
  return start?.[0] ?? OTHER;
}

export type NameSection<Person> = { letter: string; people: Person[] };

/** An address book: sections from A to Z, everything else under "#" at the end. */
export function byLetter<Person>(
  people: readonly Person[],
  nameOf: (person: Person) => string,
  locale: string,
): NameSection<Person>[] {
  const sections = new Map<string, Person[]>();
  for (const person of people) {
    const letter = indexLetter(nameOf(person));
    const section = sections.get(letter);
    if (section) section.push(person);
    else sections.set(letter, [person]);
  }
  const collator = new Intl.Collator([locale, 'zh-CN-u-co-pinyin'], { numeric: true });
  return [...sections]
    .map(([letter, members]) => ({
      letter,
      people: members.sort((a, b) => collator.compare(nameOf(a), nameOf(b))),
    }))
    .sort((a, b) => {
      if (a.letter === OTHER || b.letter === OTHER) return a.letter === OTHER ? 1 : -1;
      return a.letter < b.letter ? -1 : 1;
    });
}
