import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** What a document may have, before anybody looks at what it means: reading and validating it has to be cheap as well. */
export const OPERATION_LIMITS = {
  /** Words, numbers and signs. The web client's longest document has about 2,000. */
  TOKENS: 8_000,
  /** Operations in one document, of which one is executed. */
  OPERATIONS: 10,
  /** Fields at the top of an operation, each of which is a request of its own. */
  ROOT_FIELDS: 20,
  /** Fields, counted wherever a fragment is spread. The web client's subscription to everything has about 3,000. */
  FIELDS: 10_000,
  /** Fields asked for under another name, counted likewise. The web client has none. */
  ALIASES: 50,
  /** Such as `@include`, counted likewise. */
  DIRECTIVES: 50,
} as const;

export type OperationRule = keyof typeof OPERATION_LIMITS;

const NOUNS: Record<OperationRule, string> = {
  TOKENS: 'tokens',
  OPERATIONS: 'operations',
  ROOT_FIELDS: 'fields at its top',
  FIELDS: 'fields, fragments spread out,',
  ALIASES: 'aliases, fragments spread out,',
  DIRECTIVES: 'directives, fragments spread out,',
};

export const refuseOperation = (rule: OperationRule) =>
  new GraphQLError(
    `A document has at most ${OPERATION_LIMITS[rule]} ${NOUNS[rule]} and this one has more. Ask for less at once.`,
    { extensions: { code: 'OPERATION_TOO_COMPLEX', rule, limit: OPERATION_LIMITS[rule] } },
  );

interface Size {
  fields: number;
  aliases: number;
  directives: number;
  rootFields: number;
}

/** What is wrong with the size of a document, or null. Takes as long as the document is, however its fragments nest. */
export function refuseDocument(document: DocumentNode): GraphQLError | null {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operations.length > OPERATION_LIMITS.OPERATIONS) return refuseOperation('OPERATIONS');
  const measure = createMeasure(document);
  for (const operation of operations) {
    const size = measure(operation.selectionSet);
    size.directives += operation.directives?.length ?? 0;
    if (size.rootFields > OPERATION_LIMITS.ROOT_FIELDS) return refuseOperation('ROOT_FIELDS');
    if (size.aliases > OPERATION_LIMITS.ALIASES) return refuseOperation('ALIASES');
    if (size.directives > OPERATION_LIMITS.DIRECTIVES) return refuseOperation('DIRECTIVES');
    if (size.fields > OPERATION_LIMITS.FIELDS) return refuseOperation('FIELDS');
  }
  return null;
}

function createMeasure(document: DocumentNode): (set: SelectionSetNode | undefined) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, Size>();
  const ofFragment = (name: string): Size => {
    const before = known.get(name);
    if (before) return before;
    // A fragment within itself counts as nothing here: validation names it.
    known.set(name, { fields: 0, aliases: 0, directives: 0, rootFields: 0 });
    const size = ofSet(fragments.get(name)?.selectionSet);
    known.set(name, size);
    return size;
  };
  const ofSet = (set: SelectionSetNode | undefined): Size => {
    const size = { fields: 0, aliases: 0, directives: 0, rootFields: 0 };
    for (const selection of set?.selections ?? []) {
      const isField = selection.kind === Kind.FIELD;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : ofSet(selection.selectionSet);
      size.directives += inner.directives + (selection.directives?.length ?? 0);
      size.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      size.fields += inner.fields + (isField ? 1 : 0);
      size.rootFields += isField ? 1 : inner.rootFields;
    }
    return size;
  };
  return ofSet;
}
