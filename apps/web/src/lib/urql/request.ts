import { stringifyDocument, type TypedDocumentNode } from '@urql/core';
import { pageLanguage } from '../page-language';

const PATIENCE_MS = 15_000;

/** The API heard the request and will not do it; `code` says why, and `retryAt` (ISO 8601) from when on it will. */
export class RequestRefusedError extends Error {
  constructor(
    readonly code: string | undefined,
    readonly retryAt: string | undefined,
  ) {
    super(code ?? 'The API answered without data.');
  }
}

/** One request on nobody's behalf, past the cache: for what people do before they are signed in. */
export async function requestAnonymously<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      'accept-language': pageLanguage(),
    },
    body: JSON.stringify({ query: stringifyDocument(document), variables }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const { data, errors } = (await response.json()) as {
    data?: Data;
    errors?: { extensions?: { code?: string; retryAt?: string } }[];
  };
  const refusal = errors?.[0]?.extensions;
  if (!data) throw new RequestRefusedError(refusal?.code, refusal?.retryAt);
  return data;
}
