import { InvalidFieldError } from '../platform/errors.ts';

/**
 * What search means, exactly. A text is brought into a canonical form: words and runs, each with one space before and
 * behind it. A term of a query is brought into the same form, and is found where its canonical form is contained:
 *
 * - `hel` becomes ` hel` and is found in ` hello world `: words are found by how they begin.
 * - `今天` stays `今天` and is found in ` 今天天气不错 `: in a run any stretch is found, from one character on.
 * - `"hello world"` becomes ` hello world `: a quoted phrase is found as whole words, side by side.
 * - `用React写` becomes `用 react 写`, as does `用 React 写` in a text: between scripts a space makes no difference.
 *
 * Several terms must all be found, in any order. PostgreSQL computes the same form (`search_text` in the migration), and
 * a test compares the two for every character of Unicode.
 */

/** How much of a message is searched, in code points. A Markdown message has no more; a forwarded bundle may. */
export const SEARCHED_MAX = 20_000;
/** Longest query, in code points as typed. */
export const QUERY_MAX = 100;
/** The index holds no more of a word; the rest is compared with the text itself. In code points. */
export const LEXEME_MAX = 60;

/** Accents, points and invisible characters: taken away, so that `café`, `cafe` and `ca\u00ADfe` are the same. */
export const IGNORED =
  '\\u00AD\\u0300-\\u036F\\u0483-\\u0489\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7\\u0610-\\u061A\\u061C\\u064B-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E4\\u06E7\\u06E8\\u06EA-\\u06ED\\u180B-\\u180F\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\u20D0-\\u20FF\\uFE00-\\uFE0F\\uFE20-\\uFE2F\\uFEFF\\u{1F3FB}-\\u{1F3FF}\\u{E0000}-\\u{E0FFF}';

/**
 * Characters of scripts that are written without spaces between words, and emoji: they form runs, in which any stretch
 * can be found. Thai to Tibetan, Myanmar, Hangul, Khmer, pictographs, Han, kana, Bopomofo, Yi.
 */
export const DENSE =
  '\\u0E00-\\u0FFF\\u1000-\\u109F\\u1100-\\u11FF\\u1780-\\u17FF\\u2300-\\u23FF\\u25A0-\\u27BF\\u2B00-\\u2BFF\\u2E80-\\u2FDF\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u3038-\\u303C\\u3041-\\u309F\\u30A1-\\u30FA\\u30FC-\\u31FF\\u3400-\\uA4CF\\uA960-\\uA97F\\uAC00-\\uD7FF\\uE000-\\uFAFF\\u{16F00}-\\u{18DFF}\\u{1AFF0}-\\u{1B2FF}\\u{1F000}-\\u{1FAFF}\\u{20000}-\\u{3FFFF}';

/** Spaces, punctuation, symbols and control characters: they part words and runs. Whatever is left is of a word. */
export const SEPARATING =
  '\\u0001-\\u002F\\u003A-\\u0040\\u005B-\\u0060\\u007B-\\u00BF\\u00D7\\u00F7\\u02C2-\\u02C5\\u02D2-\\u02DF\\u037E\\u0387\\u055A-\\u055F\\u0589-\\u058F\\u05BE\\u05C0\\u05C3\\u05C6\\u05F3\\u05F4\\u0600-\\u060F\\u061B-\\u061F\\u066A-\\u066D\\u06D4\\u06DD\\u06DE\\u06E9\\u06FD\\u06FE\\u0700-\\u070D\\u0964\\u0965\\u0970\\u10FB\\u1360-\\u1368\\u1400\\u166D\\u166E\\u1680\\u169B\\u169C\\u16EB-\\u16ED\\u1800-\\u180A\\u2000-\\u206F\\u20A0-\\u20CF\\u2100-\\u22FF\\u2400-\\u259F\\u27C0-\\u2AFF\\u2E00-\\u2E7F\\u2FE0-\\u3004\\u3008-\\u3020\\u302A-\\u3030\\u3036\\u3037\\u303D-\\u3040\\u30A0\\u30FB\\uA4FE\\uA4FF\\uA60D-\\uA60F\\uFD3E\\uFD3F\\uFE10-\\uFE1F\\uFE30-\\uFE6F\\uFFE0-\\uFFFF';

/** Letters whose small form, or whose form without a stroke, Unicode's decomposition does not give. */
export const LARGE =
  'ĐÆÐÞĦŁŊŒŦƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǤǶǷȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖØøđłħŧıςẞ';
export const SMALL =
  'dæðþhlŋœtɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵƣƥʀƨʃƭʈʊʋƴƶʒƹƽǥƕƿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆoodlhtiσß';

const IGNORED_CHARACTERS = new RegExp(`[${IGNORED}]+`, 'gu');
const DENSE_RUNS = new RegExp(`[${DENSE}]+`, 'gu');
const DENSE_START = new RegExp(`^[${DENSE}]`, 'u');
const SEPARATORS = new RegExp(`[\\u0000${SEPARATING}]+`, 'gu');
const LARGE_LETTERS = new RegExp(`[${LARGE}]`, 'gu');
const small = [...SMALL];
const SMALL_OF = new Map([...LARGE].map((letter, place) => [letter, small[place] ?? letter]));

/** The letters alone, as they are compared: compatibility forms, accents and case are levelled. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(IGNORED_CHARACTERS, '')
    .normalize('NFC')
    .replace(LARGE_LETTERS, (letter) => SMALL_OF.get(letter) ?? letter)
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Words and runs of a folded text, with one space before and behind each. */
export const separate = (folded: string): string =>
  ` ${folded.replace(DENSE_RUNS, ' $& ')} `.replace(SEPARATORS, ' ');

/** At most so many code points of a text. */
export const cut = (text: string, length: number): string =>
  text.length <= length ? text : [...text].slice(0, length).join('');

/** A text as it is searched. Cut twice: one character may stand for 18, U+FDFA for example. */
export const canonical = (text: string): string =>
  separate(fold(cut(cut(text, SEARCHED_MAX).normalize('NFKC'), SEARCHED_MAX)));

/** Whether a part of a canonical form is a run, and not a word. */
export const isRun = (part: string): boolean => DENSE_START.test(part);

/** One thing that a message has to hold. */
export interface Term {
  /** Is contained in the canonical form of every message that holds it, and of no other. */
  needle: string;
  /** Operands of a tsquery, where `@` stands for the scope. A message that lacks one of them does not hold the term. */
  lexemes: string[];
  /** Whether messages that have all of the lexemes may still not hold the term. */
  isLoose: boolean;
}

function toTerm(text: string, isPhrase: boolean): Term[] {
  const form = canonical(text);
  const parts = form.trim().split(' ');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (first === '') return [];
  const endsOpen = isRun(last) || !isPhrase;
  const needle = form.slice(isRun(first) ? 1 : 0, endsOpen ? -1 : undefined);
  const lexemes = parts.flatMap((part, place) =>
    isRun(part) ? lexemesOfRun(part) : [lexemeOfWord(part, endsOpen && place === parts.length - 1)],
  );
  const isLoose = parts.length > 1 || [...first].length > (isRun(first) ? 2 : LEXEME_MAX);
  return [{ needle, lexemes: [...new Set(lexemes)], isLoose }];
}

const lexemeOfWord = (word: string, begins: boolean): string =>
  `'@${cut(word, LEXEME_MAX)}'${begins ? ':*' : ''}`;

/** Every two neighbours; a single character begins two neighbours or ends a run. */
function lexemesOfRun(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return [`'@${run}':*`];
  return characters.slice(1).map((character, place) => `'@${characters[place]}${character}'`);
}

/** White space, without the byte order mark, which JavaScript takes for some. */
const SPACES = /(?:(?!\uFEFF)[\s\0])+/;

/** Straight, curly and full-width double quotes. */
const PHRASES = /["“”＂]([^"“”＂]*)["“”＂]/g;

/**
 * What is asked for: words, each to be found by how it begins, and quoted phrases. Punctuation parts words like a space
 * does, but what it parts within a word has to be found side by side: `example.com` is `example com`.
 */
export function readQuery(query: string): Term[] {
  if ([...query].length > QUERY_MAX)
    throw new InvalidFieldError('query', `A search has at most ${QUERY_MAX} characters.`);
  // Half of a pair is no character, and PostgreSQL takes none.
  const asked = query.replace(/\p{Surrogate}/gu, ' ');
  const phrases = [...asked.matchAll(PHRASES)].flatMap(([, phrase = '']) => toTerm(phrase, true));
  const words = asked.replace(PHRASES, ' ').split(SPACES);
  const terms = [...phrases, ...words.flatMap((word) => toTerm(word, false))];
  if (terms.length === 0)
    throw new InvalidFieldError('query', 'Search for at least one letter, digit or emoji.');
  return [...new Map(terms.map((term) => [term.needle, term])).values()];
}

/** Whether a message holds all of the terms: the definition that the index has to agree with. */
export function holds(text: string, terms: readonly Term[]): boolean {
  const form = canonical(text);
  return terms.every(({ needle }) => form.includes(needle));
}
