import { describe, expect, test } from 'vitest';
import { outline } from './outline';
import { plainInline } from './plain';

test('finds the blocks that make up a message’s height', () => {
  const text = `# Title
One line
and another

- a
- b
  with more

> said
> twice

| x | **y** |
|---|---|
| 1 | a \\| b |

\`\`\`ts
# no title
- no list
\`\`\`
---
end`;
  expect(outline(text)).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'text', lines: ['One line', 'and another'] },
    { kind: 'list', lines: ['a', 'b', 'with more'] },
    { kind: 'quote', lines: ['said', 'twice'] },
    {
      kind: 'table',
      rows: [
        ['x', 'y'],
        ['1', 'a | b'],
      ],
    },
    { kind: 'code', language: 'ts', code: '# no title\n- no list\n' },
    { kind: 'rule' },
    { kind: 'text', lines: ['end'] },
  ]);
});

test('a fence that is never closed goes on to the end', () => {
  expect(outline('```\na\n\nb')).toEqual([{ kind: 'code', language: '', code: 'a\n\nb\n' }]);
  expect(outline('')).toEqual([]);
});

test('a row of a great many cells is shown as far as anyone would look', () => {
  const [table] = outline(`|${'a|'.repeat(10_000)}`);
  expect(table).toMatchObject({ rows: [{ length: 40 }] });
});

describe('the time grows with the length of the text alone', () => {
  const patterns = [
    '[',
    '*',
    '_',
    '`',
    '~',
    '>',
    '> ',
    '- ',
    '|',
    '\\',
    '&',
    '<',
    '![',
    '](',
    '[a](b',
  ];
  const more = [
    '*a',
    '**a ',
    '_a',
    '`a',
    ' ',
    '\t',
    '#',
    '1. ',
    '-',
    ':-',
    '|-',
    '"',
    '<http:',
    '~~~\n',
    '\n',
  ];
  test.each([...patterns, ...more])('%j', (pattern) => {
    const many = pattern.repeat(20_000 / pattern.length);
    const texts = [many, `${many}${'a'.repeat(20_000)}`, `${'a '.repeat(10_000)}${many}`];
    for (const text of texts) {
      const since = process.cpuUsage();
      outline(text);
      plainInline(text);
      // Of the processor: the clock would count what else is running.
      expect(process.cpuUsage(since).user / 1_000).toBeLessThan(500);
    }
  });
});
