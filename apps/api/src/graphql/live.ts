import {
  type DocumentNode,
  type ExecutionResult,
  execute,
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
import type { Operation } from '../realtime/follower.ts';
import { createAudienceContext, createContext } from './context.ts';
import { presentError } from './errors.ts';
import { refuseSize } from './limits.ts';
import { measureOperation } from './spending.ts';

/** A subscription to `events` as a socket asked for it. */
export interface LiveRequest {
  document: DocumentNode;
  operationName?: string | null;
  variables: Record<string, unknown>;
  query: string;
}

export interface LiveOperation {
  operation: Operation;
  after: Position | null;
  release: () => void;
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
interface Shared {
  key: string;
  operation: Operation;
  users: number;
}

/**
 * Interns operations: sockets that ask for the same document with the same variables share one, and with it the results.
 * Where to resume from is each socket's own and no part of that.
 */
export class LiveOperations {
  readonly #schema: GraphQLSchema;
  readonly #backend: Backend;
  readonly #shared = new Map<string, Shared>();

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
    const known = this.#shared.get(key);
    const interned = known ?? { key, operation: this.#create(request, variables), users: 0 };
    if (!known) this.#shared.set(key, interned);
    interned.users += 1;
    return { operation: interned.operation, after, release: () => this.#release(interned) };
  }

  #release(interned: Shared): void {
    interned.users -= 1;
    if (interned.users === 0) this.#shared.delete(interned.key);
  }

  #create({ document, operationName }: LiveRequest, variables: Record<string, unknown>): Operation {
    const backend = this.#backend;
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
      execute: async (item, viewer: Viewer | null) => {
        if (viewer) {
          const context = createContext(backend, viewer);
          return serialise(await run(item, context), context.requestId, backend);
        }
        if (viewerNeeded.has(item.kind)) return null;
        const context = createAudienceContext(backend);
        const result = await run(item, context);
        if (!context.viewerNeeded) return serialise(result, context.requestId, backend);
        viewerNeeded.add(item.kind);
        return null;
      },
    };
  }
}

/** A response as JSON. Rejects when something of ours failed: the event must be tried again, not delivered in pieces. */
function serialise({ data, errors }: ExecutionResult, requestId: string, { log }: Backend): string {
  if (!errors) return JSON.stringify({ data });
  const presented = errors.map((error) => presentError(error, requestId, log));
  if (presented.some((error) => error.extensions.code === 'INTERNAL_SERVER_ERROR'))
    throw new Error(`An event could not be executed (request ${requestId})`);
  return JSON.stringify({ data, errors: presented });
}
