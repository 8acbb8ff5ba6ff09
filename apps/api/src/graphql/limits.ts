import { GraphQLError } from 'graphql';

/** Levels of nesting in one operation. The web client's deepest query has 8. */
export const DEPTH_LIMIT = 15;
/**
 * Cost of one operation: each field counts 1, or what it takes to look for it, times the length of the pages around it.
 * The members of a union count together, though only one of them is answered: everything that can happen, asked for with
 * all that a client may show of it, costs 18,000.
 */
export const COST_LIMIT = 20_000;
/**
 * What a field counts that asks the database for itself alone: asked for under many names, it asks as many times, and
 * others wait for a connection meanwhile.
 */
export const QUERY_COST = 20;
/** What a request costs besides what it asks for: who is asking has to be looked up, and what they ask to be read. */
export const REQUEST_COST = QUERY_COST;
/** Searching reads far more than it answers with. */
const SEARCH_COST = 250;
/** Entries of a page, when the caller names no number and at most. */
export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;

/** What is wrong with an operation of this size, or null when nothing is. */
export function refuseSize({
  depth,
  complexity,
}: {
  depth: number;
  complexity: number;
}): GraphQLError | null {
  const extensions = { code: 'OPERATION_TOO_COMPLEX' };
  if (depth > DEPTH_LIMIT)
    return new GraphQLError(
      `This operation is ${depth} levels deep; at most ${DEPTH_LIMIT} are allowed. Ask for less at once.`,
      { extensions },
    );
  if (complexity > COST_LIMIT)
    return new GraphQLError(
      `This operation costs ${complexity}; at most ${COST_LIMIT} is allowed. Ask for shorter pages or fewer fields.`,
      { extensions },
    );
  return null;
}

interface PageArguments {
  first?: number | null;
  last?: number | null;
}

/** What a connection multiplies the cost of its selection with: the page asked for. */
export const pageCost = (args: PageArguments) => ({
  field: QUERY_COST,
  multiplier: Math.max(1, Math.min(args.first ?? args.last ?? PAGE_DEFAULT, PAGE_MAX)),
});

/** The same for what is found by words. */
export const searchCost = (args: PageArguments) => ({ ...pageCost(args), field: SEARCH_COST });

/** Refuses a page that is too long or negative with the rule, instead of quietly answering something else. */
export function checkPage({ first, last }: PageArguments, most = PAGE_MAX): void {
  for (const [name, value] of Object.entries({ first, last }))
    if (value != null && (value < 1 || value > most))
      throw new GraphQLError(`\`${name}\` is between 1 and ${most}, not ${value}.`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
}
