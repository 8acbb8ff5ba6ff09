import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { COST_LIMIT, REQUEST_COST, refuseSize } from './limits.ts';

/** How much an operation asks for. */
export const measureOperation = (
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  variables: Record<string, unknown>,
) =>
  complexityFromQuery(
    {
      kind: Kind.DOCUMENT,
      definitions: [
        definition,
        ...document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION),
      ],
    },
    { schema, variables },
  );

export interface OperationCost {
  /** What is paid for it, with the looking up of whoever asks. */
  cost: number;
  /** Whether it is known to be no larger than an operation may be. */
  fits: boolean;
}

/** Documents are kept by their text, and here with them what they ask for. */
const known = new WeakMap<OperationDefinitionNode, Map<string, OperationCost>>();
/** Of one operation: as many as there are lengths of a page. */
const MOST_KNOWN = 100;

/** What a cost hangs on: how long pages and lists are. No field costs more or less for a word. */
const lengthsIn = (
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): string =>
  variableDefinitions
    .map(({ variable }) => {
      const value = variables[variable.name.value];
      if (typeof value === 'number') return value;
      if (Array.isArray(value)) return `[${value.length}]`;
      return value === null ? null : typeof value;
    })
    .join(' ');

/** What an operation costs. Reckoned once for the same lengths, as that takes a part of the time that the operation takes. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  variables: Record<string, unknown>,
): OperationCost {
  const lengths = lengthsIn(definition, variables);
  const costs = known.get(definition) ?? new Map<string, OperationCost>();
  const before = costs.get(lengths);
  if (before) return before;
  let measured: ReturnType<typeof measureOperation>;
  try {
    measured = measureOperation(schema, document, definition, variables);
  } catch {
    // Variables that do not fit make it impossible to say; executing will tell what is wrong with them, and do nothing.
    return { cost: REQUEST_COST, fits: false };
  }
  // What costs more than it may is refused by that rule, and not paid for.
  const cost = REQUEST_COST + Math.min(measured.complexity, COST_LIMIT);
  const found = { cost, fits: refuseSize(measured) === null };
  if (costs.size >= MOST_KNOWN) costs.clear();
  known.set(definition, costs.set(lengths, found));
  return found;
}
