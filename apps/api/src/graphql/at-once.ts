import { type GraphQLSchema, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql';

/**
 * What a root field says of itself, in its `extensions`, when resolving it only reads, whatever is asked for below it: it
 * changes nothing and counts nothing. So it may be resolved before it is known whether its answer may be given.
 */
export const ONLY_READS = { onlyReads: true } as const;

const verdicts = new WeakMap<OperationDefinitionNode, boolean>();

/** Whether everything that an operation asks for only reads. */
export function onlyReads(schema: GraphQLSchema, definition: OperationDefinitionNode): boolean {
  const known = verdicts.get(definition);
  if (known !== undefined) return known;
  const verdict =
    definition.operation === OperationTypeNode.QUERY && rootFieldsOnlyRead(schema, definition);
  verdicts.set(definition, verdict);
  return verdict;
}

/** What stands in fragments at the root is not looked for. */
function rootFieldsOnlyRead(schema: GraphQLSchema, definition: OperationDefinitionNode): boolean {
  const fields = schema.getQueryType()?.getFields() ?? {};
  return definition.selectionSet.selections.every(
    (selection) =>
      selection.kind === Kind.FIELD && fields[selection.name.value]?.extensions.onlyReads === true,
  );
}
