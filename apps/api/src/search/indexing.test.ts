import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stage, startStage } from '../testing/stage.ts';
import { canonical, LEXEME_MAX, readQuery, SEARCHED_MAX } from './tokens.ts';

let stage: Stage;
let pool: pg.Pool;
beforeAll(async () => {
  stage = await startStage();
  pool = stage.backend.pool;
});
afterAll(() => stage.close());

/** What PostgreSQL makes of some texts. */
async function formsOf(texts: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ form: string }>(
    'SELECT search_text(text) AS form FROM unnest($1::text[]) WITH ORDINALITY AS x (text, place) ORDER BY place',
    [texts],
  );
  return rows.map((row) => row.form);
}

const CHARACTERS = Array.from({ length: 0xf0000 }, (_, code) => code)
  .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
  .map((code) => String.fromCodePoint(code))
  .filter((character) => !/\p{Unassigned}/u.test(character));

describe('PostgreSQL and the definition agree', () => {
  /** Without those of a Unicode that is younger than this PostgreSQL. */
  let characters: string[];
  beforeAll(async () => {
    const { rows } = await pool.query<{ letter: string }>(
      'SELECT letter FROM unnest($1::text[]) AS letter WHERE unicode_assigned(letter)',
      [CHARACTERS],
    );
    characters = rows.map((row) => row.letter);
  });

  test('on every character of Unicode, alone and between a letter and a Han character', async () => {
    expect(characters.length).toBeGreaterThan(150_000);
    const wrong: string[] = [];
    for (let begin = 0; begin < characters.length; begin += 20_000) {
      const some = characters
        .slice(begin, begin + 20_000)
        .map((letter) => `${letter} a${letter}茶`);
      const forms = await formsOf(some);
      wrong.push(...some.filter((text, place) => forms[place] !== canonical(text)));
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test('on whatever is put together from them', async () => {
    const unit = fc.oneof(
      fc.constantFrom(...'aZé9 \n.\'"-_@\\%茶天气抹がガｶﾞﾊﾟ한ㅋㅏㄳกาΣςĐİ，。“”…　'),
      fc.constantFrom('\u0301', '\u3099', '\u200D', '\uFE0F', '\u1161', '\u00AD', '\u202E'),
      fc.constantFrom('🍵', '👍🏽', '👨‍👩‍👧', '🇨🇳', '❤️', '1️⃣', '\u{E0062}'),
      fc.nat(characters.length - 1).map((place) => characters[place] ?? ''),
    );
    const texts = fc.array(fc.string({ unit, maxLength: 40 }), { minLength: 100, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(texts, async (some) => {
        expect(await formsOf(some)).toEqual(some.map(canonical));
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test('on how much of a long text is searched', async () => {
    const long = `${'🍵'.repeat(SEARCHED_MAX - 2)}茶 tea`;
    const eighteenfold = `${'\uFDFA'.repeat(SEARCHED_MAX - 10)} tea`;
    expect(await formsOf([long, eighteenfold])).toEqual([canonical(long), canonical(eighteenfold)]);
    for (const text of [long, eighteenfold]) expect(canonical(text)).not.toContain('tea');
  });
});

describe('what the index holds', () => {
  test('is everything that a query can ask for, and nothing longer than PostgreSQL takes', async () => {
    const long = `${'x'.repeat(3_000)} ${'茶'.repeat(5_000)}`;
    const { rows } = await pool.query<{ held: string[] }>(
      `SELECT tsvector_to_array(search_lexemes('@', search_text($1))) AS held`,
      [`今天 hello ${long}`],
    );
    const held = rows[0]?.held ?? [];
    expect(held.sort()).toEqual(
      ['@hello', '@今天', '@天', '@茶', '@茶茶', `@${'x'.repeat(LEXEME_MAX)}`].sort(),
    );
    for (const query of ['今', '今天', '天', 'hel', '"hello"', `"${'x'.repeat(90)}"`])
      for (const lexeme of readQuery(query).flatMap(({ lexemes }) => lexemes)) {
        const { rows: found } = await pool.query(
          `SELECT search_lexemes('@', search_text($1)) @@ $2::tsquery AS found`,
          [`今天 hello ${long}`, lexeme],
        );
        expect(found, lexeme).toEqual([{ found: true }]);
      }
  });

  test('is by stretches of a conversation, which share no mark with their neighbours', async () => {
    const id = randomUUID();
    const { rows } = await pool.query<{ marks: number; long: number }>(
      `SELECT count(DISTINCT search_scope($1, seq))::int AS marks, max(length(search_scope($1, seq))) AS long
       FROM generate_series(1, 40960) AS seq`,
      [id],
    );
    expect(rows).toEqual([{ marks: 11, long: 4 }]);
  });
});
