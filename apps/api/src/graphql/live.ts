import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Delivered } from '../realtime/catalogue.ts';
import type { Position } from '../realtime/cursor.ts';
import type { Beside, Operation } from '../realtime/follower.ts';
import { type Context, createAudienceContext, createContext } from './context.ts';
import { presentError } from './errors.ts';
import { readerAhead } from './events.ts';
import { refuseSize } from './limits.ts';
import type { Asking } from './loading.ts';
import { measureOperation } from './operation-cost.ts';

/** A subscription to `events` as a socket asked for it. */
export interface LiveRequest {
  document: DocumentNode;
  operationName?: string | null;
  variables: Record<string, unknown>;
  query: string;
}

/** The operation is given back by `LiveOperations.release`. */
export interface LiveOperation {
  operation: SharedOperation;
  after: Position | null;
}

/** The field `events`, when it is all that the operation asks for; anything more general takes the ordinary way. */
function soleEventsField(operation: OperationDefinitionNode) {
  const [field, ...others] = operation.selectionSet.selections;
  const plain =
    field?.kind === Kind.FIELD &&
    field.name.value === 'events' &&
    field.directives?.length === 0 &&
    operation.directives?.length === 0;
  return plain && others.length === 0 ? field : null;
}

function countVariableUses(operation: OperationDefinitionNode, name: string): number {
  let uses = 0;
  visit(operation.selectionSet, {
    Variable: (node) => {
      if (node.name.value === name) uses += 1;
    },
  });
  return uses;
}

/** An operation, with the one copy of the text that all who ask for it are known by. */
export interface SharedOperation extends Operation {
  readonly key: string;
  users: number;
}

/**
 * Interns operations: sockets that ask for the same document with the same variables share one, and with it the results.
 * Where to resume from is each socket's own and no part of that.
 */
export class LiveOperations {
  readonly #schema: GraphQLSchema;
  readonly #backend: Backend;
  readonly #shared = new Map<string, SharedOperation>();

  constructor(schema: GraphQLSchema, backend: Backend) {
    this.#schema = schema;
    this.#backend = backend;
  }

  /** The shared operation of a request, or its errors; null when it is not a plain subscription to `events`. */
  open(request: LiveRequest): LiveOperation | readonly GraphQLError[] | null {
    const definition = getOperationAST(request.document, request.operationName);
    const field = definition && soleEventsField(definition);
    const fieldDefinition = this.#schema.getSubscriptionType()?.getFields().events;
    if (!definition || !field || !fieldDefinition) return null;
    const coerced = getVariableValues(
      this.#schema,
      definition.variableDefinitions ?? [],
      request.variables,
    );
    if (coerced.errors) return coerced.errors;
    const { after } = getArgumentValues(fieldDefinition, field, coerced.coerced) as {
      after?: Position | null;
    };
    const shared = { ...request.variables };
    const argument = field.arguments?.find((node) => node.name.value === 'after')?.value;
    if (
      argument?.kind === Kind.VARIABLE &&
      countVariableUses(definition, argument.name.value) === 1
    )
      delete shared[argument.name.value];
    const key = JSON.stringify([request.query, request.operationName ?? null, shared]);
    const refusal =
      !this.#shared.has(key) &&
      refuseSize(measureOperation(this.#schema, request.document, definition, request.variables));
    if (refusal) return [refusal];
    return this.#intern(key, request, shared, after ?? null);
  }

  #intern(
    key: string,
    request: LiveRequest,
    variables: Record<string, unknown>,
    after: Position | null,
  ): LiveOperation {
    const operation = this.#shared.get(key) ?? this.#create(key, request, variables);
    this.#shared.set(key, operation);
    operation.users += 1;
    return { operation, after };
  }

  release(operation: SharedOperation): void {
    operation.users -= 1;
    if (operation.users === 0) this.#shared.delete(operation.key);
  }

  #create(
    key: string,
    { document, operationName }: LiveRequest,
    variables: Record<string, unknown>,
  ): SharedOperation {
    const backend = this.#backend;
    const asking = askingOf(document, operationName);
    const viewerNeeded = new Set<Delivered['kind']>();
    const run = (item: Delivered, contextValue: object) =>
      execute({
        schema: this.#schema,
        document,
        operationName,
        variableValues: variables,
        rootValue: item,
        contextValue,
      });
    return {
      key,
      users: 0,
      execute: async (item, viewer: Viewer | null, beside = new Map()) => {
        const { kind } = item;
        if (viewer) {
          const own = () => createContext(backend, viewer);
          const party = partyOf(beside, `${kind} ${viewer.sessionId}`, own);
          await join(party, item, asking);
          const { context } = party;
          return serialise(await run(item, context), context.requestId, backend);
        }
        if (viewerNeeded.has(kind)) return null;
        const party = partyOf(beside, kind, () => createAudienceContext(backend));
        await join(party, item, asking);
        const { context } = party;
        const result = await run(item, context);
        if (!context.viewerNeeded) return serialise(result, context.requestId, backend);
        viewerNeeded.add(kind);
        return null;
      },
    };
  }
}

/** Where the document asks for what is about an event. */
function askingOf(document: DocumentNode, operationName: string | null | undefined): Asking {
  const field = soleEventsField(
    getOperationAST(document, operationName) as OperationDefinitionNode,
  );
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return {
    fieldNodes: field ? [field] : [],
    fragments: Object.fromEntries(
      (fragments as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]),
    ),
  };
}

/** Events of a kind that are executed side by side, for one and the same reader. */
interface Party<Shared extends Context> {
  context: Shared;
  events: Delivered[];
  /** Settles when what they are about has been read; null until the first of them has come. */
  read: Promise<unknown> | null;
}

/**
 * One context for events of a kind that are executed side by side, so that what they are about is read for all of them at
 * once. All of them happened before, so what is read is as true for the last of them as for the first. Not one for all
 * kinds: one that turns out to depend on the viewer would take the others with it.
 */
function partyOf<Shared extends Context>(
  beside: Beside,
  key: string,
  make: () => Shared,
): Party<Shared> {
  const known = beside.get(key) as Party<Shared> | undefined;
  if (known) return known;
  // Its size was looked at when it was asked for.
  const context = Object.assign(make(), { sideBySide: true as const, fits: true });
  const party = { context, events: [], read: null };
  beside.set(key, party);
  return party;
}

/** Resolves when the fields of the event can answer at once. What could not be read they read themselves. */
function join(party: Party<Context>, event: Delivered, asking: Asking): Promise<unknown> | null {
  const readAhead = readerAhead(event.kind);
  if (!readAhead) return null;
  party.events.push(event);
  // In the next breath, when all the others have come as well.
  party.read ??= Promise.resolve()
    .then(() => readAhead(party.context, party.events, asking))
    .catch(() => {});
  return party.read;
}

/** A response as JSON. Rejects when something of ours failed: the event must be tried again, not delivered in pieces. */
function serialise({ data, errors }: ExecutionResult, requestId: string, { log }: Backend): string {
  if (!errors) return JSON.stringify({ data });
  const presented = errors.map((error) => presentError(error, requestId, log));
  if (presented.some((error) => error.extensions.code === 'INTERNAL_SERVER_ERROR'))
    throw new Error(`An event could not be executed (request ${requestId})`);
  return JSON.stringify({ data, errors: presented });
}
