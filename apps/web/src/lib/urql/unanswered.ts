import type { CombinedError } from '@urql/core';

/** As the API names what is no fault of whoever asks. */
const FAULTS_OF_THE_API: ReadonlySet<unknown> = new Set([
  'INTERNAL_SERVER_ERROR',
  'EXECUTION_TIMEOUT',
]);

/**
 * There is no answer: none came, or one that says that the API could not find it. What it leaves empty says nothing, as
 * asked again it may well be there.
 */
export function isUnanswered(error: CombinedError | undefined): boolean {
  if (!error) return false;
  if (error.networkError) return true;
  return error.graphQLErrors.some(({ extensions }) => FAULTS_OF_THE_API.has(extensions?.code));
}

/** Nobody can say whether there is what was asked for. A refusal says it: it is not there, or not for the viewer. */
export function isUnknown({ data, error }: { data?: unknown; error?: CombinedError }): boolean {
  return error !== undefined && (data === undefined || isUnanswered(error));
}
