/** PostgreSQL keeps a plan for each of them on every connection. */
const MOST_NAMED = 500;
/** What came as often as this will come again. */
const USES_BEFORE_NAMING = 3;
/** Of so many different statements it is remembered how often they came. */
const MOST_REMEMBERED = 5_000;

/**
 * Names for statements that come again and again, so that PostgreSQL reads and plans each once for a connection and not
 * each time. What comes rarely gets none, which is written as an empty name: lists in the text make ever new statements.
 */
export function statementNames(): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known || names.size >= MOST_NAMED) return known ?? '';
    const times = (uses.get(sql) ?? 0) + 1;
    if (times < USES_BEFORE_NAMING) {
      if (uses.size >= MOST_REMEMBERED) uses.clear();
      uses.set(sql, times);
      return '';
    }
    uses.delete(sql);
    const name = `prisma-${names.size + 1}`;
    names.set(sql, name);
    return name;
  };
}
