import type { Client, CombinedError, TypedDocumentNode } from '@urql/core';
import { type Outcome, type RefusalOf, type Refused, refusedWith } from './outcome';

type Named = { __typename: string };
type AnswerOf<Data> = Data[keyof Data];
type PayloadOf<Data> = Exclude<AnswerOf<Data>, { __typename: `${string}Error` }>;

/** Runs a mutation of one field: done, with its payload, or refused by the rule that the typed error is named after. */
export async function carryOut<Data extends Record<string, Named>, Input>(
  client: Client,
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input,
): Promise<Outcome<{ done: PayloadOf<Data> }, RefusalOf<AnswerOf<Data>>>> {
  const { data, error } = await client.mutation(document, { input }).toPromise();
  const [answer] = Object.values(data ?? {});
  if (error || !answer) return refusedBy(error);
  if (answer.__typename.endsWith('Error')) return refusedWith(answer as AnswerOf<Data>);
  return { ok: true, done: answer as PayloadOf<Data> };
}

/** What is counted by the request and not by a rule of the mutation comes as an error of the whole answer. */
function refusedBy(error: CombinedError | undefined): Refused<never> {
  const limited = error?.graphQLErrors.find(({ extensions }) => extensions.code === 'RATE_LIMITED');
  if (!limited) return { ok: false, error: 'UNREACHABLE' };
  const { retryAt } = limited.extensions as { retryAt?: string };
  return { ok: false, error: 'TooManyAttempts', ...(retryAt && { retryAt }) };
}
