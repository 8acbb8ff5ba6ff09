import {
  ACTORS,
  type Actor,
  type Cells,
  everyActor,
  everybody,
  isVisitor,
  type Outcome,
  VISITORS,
} from './actors.ts';
import { dependingFields, readTypes } from './coordinates.ts';
import { cellsOf, fieldRows } from './fields.ts';
import { objectRows } from './objects.ts';
import { CONTROL, changes, events, queries, STREAM } from './rows.ts';
import { isNode } from './selection.ts';

/** Prints the matrix as docs/authorisation.md. */

const HEADS: Partial<Record<Actor, string>> = { administrator: 'admin', installation: 'inst.' };
const SIGNS: Record<Outcome, string> = { OK: '✓', NONE: '–', NOT_FOUND: '·', UNAUTHENTICATED: '⊘' };

const columns = everyActor.filter((actor) => !isVisitor(actor));
const sign = (outcome: Outcome) => SIGNS[outcome] ?? outcome.toLowerCase().replaceAll('_', ' ');

/** One cell where nobody without a session fares otherwise than another. */
function visitorsCell(cells: Cells): string {
  const outcomes = new Set(VISITORS.map((visitor) => cells[visitor]));
  if (outcomes.size === 1) return sign(cells.anonymous);
  return VISITORS.map((visitor) => `${visitor} ${sign(cells[visitor])}`).join(', ');
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function tableOf(
  first: string,
  rows: readonly (readonly [name: string, of: string, cells: Cells])[],
) {
  const head = [first, '', ...columns.map((actor) => HEADS[actor] ?? actor), 'no session'];
  return [
    line(head),
    line(head.map((_, index) => (index < 2 ? '---' : ':-:'))),
    ...rows.map(([name, of, cells], index) => {
      const shownName = rows[index - 1]?.[0] === name ? '' : `\`${name}\``;
      return line([
        shownName,
        of,
        ...columns.map((actor) => sign(cells[actor])),
        visitorsCell(cells),
      ]);
    }),
  ].join('\n');
}

const objects = () =>
  Object.values(objectRows).map(({ type, of, may }) => [type, of, may] as const);

const fields = () =>
  Object.entries(fieldRows).map(
    ([coordinate, row]) => [coordinate, objectRows[row.on]?.of ?? '', cellsOf(row)] as const,
  );

/** The fields that have no row of their own, by the object they belong to. */
function inheritedFields(): string {
  return readTypes()
    .filter(({ name }) => !/(Connection|Edge|PageInfo)$/.test(name))
    .map((type) => {
      const own = new Set(dependingFields(type));
      const names = Object.keys(type.getFields()).filter((name) => !own.has(name));
      const kind = isNode(type) ? '' : ' (a part of what leads to it)';
      return `- \`${type.name}\`${kind}: ${names.join(', ')}`;
    })
    .join('\n');
}

const legend = () =>
  [...columns, ...VISITORS]
    .map((actor) => `| ${HEADS[actor] ?? actor} | ${ACTORS[actor]} |`)
    .join('\n');

export function printTable(): string {
  const sections = Object.entries(changes).map(
    ([domain, rows]) =>
      `### ${domain}\n\n${tableOf(
        'change',
        rows.map(([place, { of, may }]) => [place, of, may] as const),
      )}`,
  );
  return `# Who may what

Printed from \`apps/api/src/testing/authorisation\` by \`npm run authorisation -w @teahouse/api\`, and tried out in every cell by the tests \`apps/api/src/authorisation*.test.ts\`: a real server, a real database, one person and everybody else in their relation to them. A field, an argument that takes an id, a node type or an event without a row fails the tests.

| column | who asks |
|---|---|
${legend()}

| sign | what becomes of it |
|---|---|
| ✓ | answered, done, heard |
| – | answered, with nothing in it: null, an empty list, false, 0 |
| · | \`NOT_FOUND\`: whether it is missing or forbidden cannot be told apart |
| ⊘ | \`UNAUTHENTICATED\` |
| a rule | refused by that rule, which the refusal names |

## Objects

By \`node(id:)\`, and by every field that leads to them: whoever asks for everything that they can reach, over all fields, comes upon nothing that this table denies them.

${tableOf('type', objects())}

## Fields that differ from viewer to viewer

${tableOf('field', fields())}

## Fields that are as their object

Whoever may read the object, or what it is a part of, may read these. So it is with pages of lists and their edges, with what a change answers, whose objects are fetched again by whoever made it, and with the fields of refusals, which say to whoever is refused why.

${inheritedFields()}

## Questions

${tableOf(
  'field',
  queries.map(([coordinate, { of, may }]) => [coordinate, of, may] as const),
)}

## Changes

What an id in the input names. The other ids of the input are such as whoever asks may use. Those whom a row refuses try first, so that whoever succeeds shows that nothing had come of it.

${sections.join('\n\n')}

## Events

Who hears of it on a live stream of their own; and so, but for hints and the end of a group, whoever asks later for what they missed. ${CONTROL.map((kind) => `\`${kind}\``).join(' and ')} are what each stream says of itself, to its own reader.

${tableOf('event', [
  [STREAM, 'a stream of their own', everybody] as const,
  ...events.map(([type, { of, gets }]) => [type, of, gets] as const),
])}
`;
}
