export interface Refused<Refusal extends string> {
  ok: false;
  /** The name of the refusing rule: the typed error's type without `Error`. */
  error: Refusal | 'UNREACHABLE' | 'TooManyAttempts';
  /** How many there may be, where a limit was reached and the mutation asks for it. */
  limit?: number;
  /** From when on it is possible, where that is known: ISO 8601. */
  retryAt?: string;
}

export type Outcome<Value, Refusal extends string> = ({ ok: true } & Value) | Refused<Refusal>;

type RuleOf<Name> = Name extends `${infer Rule}Error` ? Rule : never;

/** The typed errors of a mutation's result union, as rules. */
export type RefusalOf<Union> = Union extends { __typename: infer Name } ? RuleOf<Name> : never;

/** A typed error, as the rule that refused. */
export function refusedWith<Union extends { __typename: string }>(
  answer: Union,
): Refused<RefusalOf<Union>> {
  const { __typename, limit, retryAt } = answer as Union & { limit?: number; retryAt?: string };
  return {
    ok: false,
    error: __typename.replace(/Error$/, '') as RefusalOf<Union>,
    ...(limit !== undefined && { limit }),
    ...(retryAt !== undefined && { retryAt }),
  };
}
