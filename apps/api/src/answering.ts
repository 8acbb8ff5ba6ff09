import type { IncomingMessage, ServerResponse } from 'node:http';
import { normalizedExecutor } from '@graphql-tools/executor';
import {
  type DocumentNode,
  type ExecutionResult,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { isAsyncIterable, processRegularResult } from 'graphql-yoga';
import { claimOf, isSignedIn } from './accounts/access.ts';
import { onlyReads } from './graphql/at-once.ts';
import { createContext } from './graphql/context.ts';
import { presentError } from './graphql/errors.ts';
import { executeInTime, refuseIntrospection } from './graphql/guards.ts';
import { costOf, type OperationCost } from './graphql/operation-cost.ts';
import { type Cashier, refusalOf, tellBalances } from './graphql/spending.ts';
import type { AddressReader } from './platform/proxies.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import { schema } from './schema.ts';
import { clientOf, type GraphQLServer, presentResult } from './yoga.ts';

/**
 * What nearly every request is: an operation as JSON, answered as JSON. It passes what every operation passes (parsing,
 * limits, paying, the deadline, the masking of errors), and none of the objects by which Yoga would also read forms and
 * files and answer in parts. Whatever is unusual, or wrong before it is executed, is left to Yoga.
 */

interface Params {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is an operation as the specification of GraphQL over HTTP has it, and nothing besides. */
function isPlain(body: object | null): body is Params {
  if (!isObject(body)) return false;
  const { query, variables, operationName, extensions, ...others } = body as Record<
    string,
    unknown
  >;
  return (
    typeof query === 'string' &&
    (variables == null || isObject(variables)) &&
    (operationName == null || typeof operationName === 'string') &&
    (extensions == null || isObject(extensions)) &&
    Object.keys(others).length === 0
  );
}

const RESPONSE_JSON = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** As which of the two forms of JSON an answer is wanted: the first that is named; null where neither is. */
export function jsonTypeFor(accept = '*/*'): string | null {
  for (const entry of accept.toLowerCase().split(',')) {
    const [type = '', ...params] = entry.replace(/\s/g, '').split(';');
    const charset = params.find((param) => param.includes('charset='));
    if (charset && charset !== 'charset=utf-8') continue;
    if (type === RESPONSE_JSON) return RESPONSE_JSON;
    if (type === JSON_TYPE || type === 'application/*' || type === '*/*') return JSON_TYPE;
  }
  return null;
}

/** Texts that have come before, the oldest first, and what they say once that is known to be sound. */
const known = new Map<string, DocumentNode | null>();
const MOST_KNOWN = 1_000;

/** What comes once is looked at in full; nearly everything comes again. */
function documentOf(yoga: GraphQLServer, query: string): DocumentNode | null {
  const before = known.get(query);
  if (before) return before;
  if (before === undefined) {
    const [oldest] = known.keys();
    if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    known.set(query, null);
    return null;
  }
  const { parse, validate } = yoga.getEnveloped({ params: { query } } as never);
  try {
    const document = parse(query);
    if (validate(schema, document).length > 0) return null;
    known.set(query, document);
    return document;
  } catch {
    return null;
  }
}

export interface Answering {
  backend: Backend;
  yoga: GraphQLServer;
  cashier: Cashier;
  addressOf: AddressReader;
}

export interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
}

/** An operation that can be executed, and in which form it is to be answered. */
export interface PlainOperation {
  document: DocumentNode;
  definition: OperationDefinitionNode;
  operationName: string | null | undefined;
  variableValues: Record<string, unknown>;
  type: string;
}

/** What a request asks for, when it is a plain query or mutation; null when it is for Yoga to see what is to be done. */
export function plainOperation(
  { backend, yoga }: Answering,
  body: object | null,
  req: IncomingMessage,
): PlainOperation | null {
  const type = jsonTypeFor(req.headers.accept);
  const crossesOrigins = backend.env.ALLOWED_ORIGINS && req.headers.origin;
  if (req.method !== 'POST' || !type || crossesOrigins || !isPlain(body)) return null;
  const { operationName, variables } = body;
  const document = documentOf(yoga, body.query);
  const definition = document && getOperationAST(document, operationName);
  if (!definition || definition.operation === OperationTypeNode.SUBSCRIPTION) return null;
  return { document, definition, operationName, variableValues: variables ?? {}, type };
}

/**
 * Answers what only reads by one way to the database and back: that the session behind the token is good is asked in the
 * same breath as what is to be read, and until it has been said nothing is answered. False where it is not, or where
 * anything else is to be said first: then nothing has been asked.
 */
export async function answerAtOnce(
  answering: Answering,
  operation: PlainOperation,
  exchange: Exchange,
): Promise<boolean> {
  const { backend, cashier, addressOf } = answering;
  const { document, definition, variableValues } = operation;
  if (!onlyReads(schema, definition)) return false;
  const viewer = await claimOf(backend, exchange.req.headers.authorization);
  if (!viewer) return false;
  const caller = { accountId: viewer.accountId, address: addressOf(exchange.req) };
  if (cashier.turnAway(caller).length > 0) return false;
  const { cost, fits } = costOf(schema, document, definition, variableValues);
  const balances = await cashier.charge(caller, cost);
  const giveBack = () => {
    cashier.giveBack(balances, caller, cost);
    return false;
  };
  if (refusalOf(balances)) return giveBack();
  const [signedIn, answer] = await backend.together(() =>
    Promise.all([
      isSignedIn(backend, viewer).catch(() => false),
      run(answering, operation, { ...exchange, viewer, fits }),
    ]),
  );
  if (!signedIn) return giveBack();
  tellBalances(balances, exchange.res);
  await write(answering, operation, exchange, answer());
  return true;
}

/** Answers a plain operation of somebody, or of nobody, once it is paid for. */
export async function answerPlain(
  answering: Answering,
  operation: PlainOperation,
  exchange: Exchange & { viewer: Viewer | null },
): Promise<void> {
  const { backend, cashier, addressOf } = answering;
  const { document, definition, variableValues } = operation;
  const { viewer, req, res } = exchange;
  const refused = refuseIntrospection(backend.env, viewer, document);
  if (refused) return write(answering, operation, exchange, { errors: [refused] });
  const caller = { accountId: viewer?.accountId ?? null, address: addressOf(req) };
  const { cost, fits } = costOf(schema, document, definition, variableValues);
  const unpaid = tellBalances(await cashier.charge(caller, cost), res);
  if (unpaid) return write(answering, operation, exchange, { errors: [unpaid] });
  const answer = await run(answering, operation, { ...exchange, fits });
  await write(answering, operation, exchange, answer());
}

/** Executes an operation; what it answers logs what went wrong, and so is asked for only where it is said. */
async function run(
  { backend, addressOf }: Answering,
  { document, operationName, variableValues }: PlainOperation,
  {
    req,
    requestId,
    viewer,
    fits,
  }: Exchange & Pick<OperationCost, 'fits'> & { viewer: Viewer | null },
): Promise<() => ExecutionResult> {
  const contextValue = createContext(backend, viewer, clientOf(req, addressOf), requestId);
  contextValue.fits = fits;
  const args = { schema, document, operationName, variableValues, contextValue };
  try {
    const result = await executeInTime(backend.env, normalizedExecutor, args);
    if (isAsyncIterable(result)) throw new Error('A query or mutation was answered in parts');
    return () => presentResult(result as ExecutionResult, contextValue, backend.log);
  } catch (error) {
    return () => ({ errors: [presentError(error, requestId, backend.log)] });
  }
}

async function write(
  { yoga: { fetchAPI } }: Answering,
  { type }: PlainOperation,
  { res }: Exchange,
  result: ExecutionResult,
): Promise<void> {
  if (!result.errors && !result.extensions) {
    const text = JSON.stringify(result);
    res.writeHead(200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Length': Buffer.byteLength(text),
    });
    res.end(text);
    return;
  }
  // What a status says of errors, Yoga knows.
  const response = processRegularResult(result, fetchAPI, type);
  const text = await response.text();
  res.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}
