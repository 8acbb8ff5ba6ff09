import type { OperationResult } from '@urql/core';

/** `error` is the name of the refusing rule: the typed error's type without `Error`. */
export type Outcome<Value, Refusal extends string> =
  | ({ ok: true } & Value)
  | { ok: false; error: Refusal | 'UNREACHABLE' };

type RuleOf<Name> = Name extends `${infer Rule}Error` ? Rule : never;

/** The typed errors of a mutation's result union, as rules. */
export type RefusalOf<Union> = Union extends { __typename: infer Name } ? RuleOf<Name> : never;

/** Turns a mutation's answer into something to show: done, refused by a rule, or not reached. */
export function outcomeOf<Data, Union extends { __typename: string }, Value>(
  { data, error }: OperationResult<Data>,
  resultOf: (data: Data) => Union,
  settled: (result: Union) => Value | undefined,
): Outcome<Value, RefusalOf<Union>> {
  if (error || !data) return { ok: false, error: 'UNREACHABLE' };
  const result = resultOf(data);
  const value = settled(result);
  if (value !== undefined) return { ok: true, ...value };
  return { ok: false, error: result.__typename.replace(/Error$/, '') as RefusalOf<Union> };
}
