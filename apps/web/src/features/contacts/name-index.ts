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

/** Surnames that are read otherwise than the same character elsewhere, by another that is always read so. */
const READ_AS: Readonly<Record<string, string>> = {
  单: '善',
  解: '谢',
  曾: '增',
  仇: '求',
  查: '札',
  区: '欧',
  朴: '瓢',
  翟: '宅',
  盖: '葛',
  缪: '妙',
  乐: '月',
  员: '运',
  尹: '引',
  冼: '显',
  洗: '显',
  召: '绍',
  黑: '贺',
  种: '虫',
  繁: '婆',
  秘: '闭',
  折: '蛇',
  任: '壬',
  覃: '秦',
  宓: '密',
  尉迟: '玉迟',
  万俟: '莫奇',
  长孙: '掌孙',
};

/** A name as it is read when it begins with a surname. */
function asRead(name: string): string {
  const trimmed = name.trim();
  for (const length of [2, 1]) {
    const surname = trimmed.slice(0, length);
    const read = READ_AS[surname];
    if (read) return read + trimmed.slice(length);
  }
  return trimmed;
}

/** The letter a name stands under: its Latin initial without accents, or the initial of its pinyin. */
export function indexLetter(name: string): string {
  const [first = ''] = asRead(name);
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
      people: members.sort((a, b) => collator.compare(asRead(nameOf(a)), asRead(nameOf(b)))),
    }))
    .sort((a, b) => {
      if (a.letter === OTHER || b.letter === OTHER) return a.letter === OTHER ? 1 : -1;
      return a.letter < b.letter ? -1 : 1;
    });
}
