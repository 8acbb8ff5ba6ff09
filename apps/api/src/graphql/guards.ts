import { type DocumentNode, GraphQLError, Kind, parse, type SelectionSetNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Env } from '../platform/env.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Context } from './context.ts';
import { OPERATION_LIMITS, refuseDocument, refuseOperation } from './operation-size.ts';

/** Refuses documents that would take long to validate, before they are. Over sockets the same as over HTTP. */
export function boundDocuments(): Plugin {
  const isTooLong = (error: unknown) =>
    error instanceof GraphQLError && error.message.endsWith('tokens. Parsing aborted.');
  /** Documents are kept by their text (see Yoga's parser cache), so most have been looked at before. */
  const fitting = new WeakSet<object>();
  return {
    onParse: ({ setParseFn }) => {
      setParseFn((source, options) => {
        try {
          return parse(source, { ...options, maxTokens: OPERATION_LIMITS.TOKENS });
        } catch (error) {
          throw isTooLong(error) ? refuseOperation('TOKENS') : error;
        }
      });
      return ({ result, replaceParseResult }) => {
        if (!isDocument(result) || fitting.has(result)) return;
        const refusal = refuseDocument(result);
        if (refusal) replaceParseResult(refusal);
        else fitting.add(result);
      };
    },
  };
}

const isDocument = (result: unknown): result is DocumentNode =>
  (result as { kind?: string } | null)?.kind === Kind.DOCUMENT;

interface Executable {
  contextValue: Pick<Context, 'requestId'>;
  signal?: AbortSignal;
}

/**
 * Answers a query or a mutation that takes too long. What it was doing gets no further than the field it is at, and the
 * database ends a statement of that age by itself.
 */
export function executeInTime<Args extends Executable>(
  { EXECUTION_TIMEOUT_SECONDS }: Pick<Env, 'EXECUTION_TIMEOUT_SECONDS'>,
  execute: (args: Args & { signal: AbortSignal }) => unknown,
  args: Args,
): unknown {
  const deadline = new AbortController();
  const given = args.signal;
  const signal = given ? AbortSignal.any([given, deadline.signal]) : deadline.signal;
  const running = execute({ ...args, signal });
  if (!(running instanceof Promise)) return running;
  const { requestId } = args.contextValue;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve({ errors: [timedOut(EXECUTION_TIMEOUT_SECONDS, requestId)] });
      deadline.abort();
    }, EXECUTION_TIMEOUT_SECONDS * 1_000);
    running.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function endSlowOperations(env: Env): Plugin<Context> {
  return {
    onExecute: ({ executeFn, setExecuteFn }) =>
      setExecuteFn((args) => executeInTime(env, executeFn as never, args as Executable) as never),
  };
}

const timedOut = (seconds: number, requestId: string) =>
  new GraphQLError(
    `This took longer than ${seconds} seconds and was given up. A change may have been made all the same: look before you try again. Request id ${requestId}.`,
    { extensions: { code: 'EXECUTION_TIMEOUT', rule: 'EXECUTION_TIMEOUT', requestId } },
  );

/** In production the schema is shown to whoever is signed in. */
export function refuseIntrospection(
  { NODE_ENV }: Pick<Env, 'NODE_ENV'>,
  viewer: Viewer | null,
  document: DocumentNode,
): GraphQLError | null {
  if (NODE_ENV !== 'production' || viewer || !introspects(document)) return null;
  const message = 'Sign in first: the schema is shown to signed-in callers only.';
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

/** The same; and strangers are not told what they nearly guessed either. */
export function hideSchema(env: Env): Plugin<Context> {
  return {
    onValidate: ({ context }) => {
      if (context.viewer) return;
      return ({ result, setResult }) =>
        setResult((result as GraphQLError[]).map(withoutSuggestion));
    },
    onExecute: ({ args, setResultAndStopExecution }) => {
      const refusal = refuseIntrospection(env, args.contextValue.viewer, args.document);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}

const SUGGESTION = / Did you mean .*\?$/s;

/** The same error without the names that would have been right. */
export function withoutSuggestion(error: GraphQLError): GraphQLError {
  if (!SUGGESTION.test(error.message)) return error;
  const { nodes, source, positions, path, originalError, extensions } = error;
  const message = error.message.replace(SUGGESTION, '');
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}

function introspects(document: DocumentNode): boolean {
  const asks = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
      if (selection.kind === Kind.INLINE_FRAGMENT) return asks(selection.selectionSet);
      return ['__schema', '__type'].includes(selection.name.value);
    });
  return document.definitions.some((node) => 'selectionSet' in node && asks(node.selectionSet));
}
