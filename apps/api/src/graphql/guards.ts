import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Env } from '../platform/env.ts';
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

/**
 * Answers a query or a mutation that takes too long. What it was doing gets no further than the field it is at, and the
 * database ends a statement of that age by itself.
 */
export function endSlowOperations({ EXECUTION_TIMEOUT_SECONDS }: Env): Plugin<Context> {
  return {
    onExecute: ({ executeFn, setExecuteFn }) =>
      setExecuteFn((args) => {
        const deadline = new AbortController();
        const given = (args as { signal?: AbortSignal }).signal;
        const signal = given ? AbortSignal.any([given, deadline.signal]) : deadline.signal;
        const running = executeFn({ ...args, signal } as typeof args);
        if (!(running instanceof Promise)) return running;
        const { requestId } = args.contextValue;
        let timer: NodeJS.Timeout | undefined;
        const tooLate = new Promise<ExecutionResult>((resolve) => {
          timer = setTimeout(() => {
            resolve({ errors: [timedOut(EXECUTION_TIMEOUT_SECONDS, requestId)] });
            deadline.abort();
          }, EXECUTION_TIMEOUT_SECONDS * 1_000);
        });
        return Promise.race([running, tooLate]).finally(() => clearTimeout(timer));
      }),
  };
}

const timedOut = (seconds: number, requestId: string) =>
  new GraphQLError(
    `This took longer than ${seconds} seconds and was given up. A change may have been made all the same: look before you try again. Request id ${requestId}.`,
    { extensions: { code: 'EXECUTION_TIMEOUT', rule: 'EXECUTION_TIMEOUT', requestId } },
  );

/** In production the schema is shown to whoever is signed in; strangers are not told what they nearly guessed either. */
export function hideSchema({ NODE_ENV }: Env): Plugin<Context> {
  return {
    onValidate: ({ context }) => {
      if (context.viewer) return;
      return ({ result, setResult }) =>
        setResult((result as GraphQLError[]).map(withoutSuggestion));
    },
    onExecute: ({ args, setResultAndStopExecution }) => {
      if (NODE_ENV !== 'production' || args.contextValue.viewer) return;
      if (!introspects(args.document)) return;
      const message = 'Sign in first: the schema is shown to signed-in callers only.';
      const refusal = new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
      setResultAndStopExecution({ errors: [refusal] });
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
