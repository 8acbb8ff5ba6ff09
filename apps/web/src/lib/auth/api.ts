import 'server-only';
import { stringifyDocument } from '@urql/core';
import type { TadaDocumentNode } from 'gql.tada';
import { headers } from 'next/headers';
import { env } from '../env';

/** The API could not be asked, or did not answer as agreed. Nothing is known about the person; try again. */
export class ApiUnreachableError extends Error {}

/** The API refuses to hear more attempts for now. */
export class TooManyAttemptsError extends Error {
  constructor(readonly retryAt: string | null) {
    super('Too many attempts.');
  }
}

/** The access token was not accepted. */
export class UnauthenticatedError extends Error {}

interface GraphQLAnswer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string; retryAt?: string } }[];
}

const PATIENCE_MS = 10_000;

/** What the API needs to name the device and to count attempts per address: the browser's own, not this server's. */
async function browserHeaders(): Promise<Record<string, string>> {
  const incoming = await headers();
  const forwarded: Record<string, string> = {};
  for (const name of ['user-agent', 'x-forwarded-for', 'accept-language']) {
    const value = incoming.get(name);
    if (value) forwarded[name] = value;
  }
  return forwarded;
}

export async function callApi<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  accessToken?: string,
): Promise<Data> {
  const answer = await post<Data>(stringifyDocument(document), variables, accessToken);
  if (answer.data && !answer.errors?.length) return answer.data;
  const extensions = answer.errors?.[0]?.extensions;
  if (extensions?.code === 'UNAUTHENTICATED') throw new UnauthenticatedError();
  if (extensions?.code === 'RATE_LIMITED')
    throw new TooManyAttemptsError(extensions.retryAt ?? null);
  throw new ApiUnreachableError(answer.errors?.[0]?.message ?? 'The API answered without data.');
}

async function post<Data>(
  query: string,
  variables: unknown,
  accessToken: string | undefined,
): Promise<GraphQLAnswer<Data>> {
  const authorization = accessToken ? { authorization: `Bearer ${accessToken}` } : undefined;
  try {
    const response = await fetch(new URL('/graphql', env().API_INTERNAL_URL), {
      method: 'POST',
      headers: {
        ...(await browserHeaders()),
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...authorization,
      },
      body: JSON.stringify({ query, variables }),
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return (await response.json()) as GraphQLAnswer<Data>;
  } catch (cause) {
    throw new ApiUnreachableError('The API did not answer.', { cause });
  }
}
