import { GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Balance, createBudgets } from '../platform/budgets.ts';
import type { Env } from '../platform/env.ts';
import type { Logger } from '../platform/log.ts';
import { networkOf } from '../platform/proxies.ts';
import type { Rate, Rates } from '../platform/rates.ts';
import type { Context } from './context.ts';
import { REQUEST_COST } from './limits.ts';
import { costOf } from './operation-cost.ts';

const MINUTE = 60;

export interface Caller {
  accountId: string | null;
  address: string | null;
}

interface Spending {
  env: Env;
  rates: Rates;
  log: Logger;
}

/** Makes callers pay for what they ask: by account or, where nobody is signed in, by address; and all of an address together. */
export class Cashier {
  readonly #budgets;
  readonly #log;
  readonly #own: Rate;
  readonly #anonymous: Rate;
  readonly #shared: Rate;

  constructor({ env, rates, log }: Spending) {
    const perMinute = (rule: keyof Env & `COST_${string}`): Rate => ({
      rule,
      times: env[rule],
      seconds: MINUTE,
    });
    this.#budgets = createBudgets(rates);
    this.#log = log;
    this.#own = perMinute('COST_PER_ACCOUNT');
    this.#anonymous = perMinute('COST_PER_ANONYMOUS_ADDRESS');
    this.#shared = perMinute('COST_PER_ADDRESS');
  }

  #ratesOf({ accountId, address }: Caller): [Rate, string][] {
    const network = networkOf(address);
    return [
      [this.#shared, network],
      accountId ? [this.#own, accountId] : [this.#anonymous, network],
    ];
  }

  /** Turns those away who have spent it all, from memory alone: before anything is done for them. */
  turnAway(caller: Caller): Balance[] {
    return this.#ratesOf(caller).flatMap(([rate, whose]) => {
      const retryAt = this.#budgets.closedUntil(rate, whose, REQUEST_COST);
      return retryAt ? [{ rate, left: 0, retryAt }] : [];
    });
  }

  /** Takes what a request costs; the balances say when to come back where it was refused. */
  async charge(caller: Caller, cost: number): Promise<Balance[]> {
    const balances: Balance[] = [];
    try {
      for (const [rate, whose] of this.#ratesOf(caller)) {
        const balance = await this.#budgets.spend(rate, whose, cost);
        balances.push(balance);
        if (balance.retryAt) break;
      }
    } catch (error) {
      // Where nothing can be counted nothing much can be answered either; that is not for here to say.
      this.#log.debug({ err: error }, 'What a request costs could not be counted');
    }
    return balances;
  }

  /** Undoes a charge that turned out to be somebody else's. */
  giveBack(balances: readonly Balance[], caller: Caller, cost: number): void {
    for (const [place, [rate, whose]] of this.#ratesOf(caller).entries()) {
      const balance = balances[place];
      if (balance && !balance.retryAt) this.#budgets.giveBack(rate, whose, cost);
    }
  }
}

/** Why a request is refused, or null. */
export const refusalOf = (balances: readonly Balance[]): { rule: string; retryAt: Date } | null => {
  const refused = balances.find(({ retryAt }) => retryAt);
  return refused?.retryAt ? { rule: refused.rate.rule, retryAt: refused.retryAt } : null;
};

const secondsUntil = (instant: Date): number =>
  Math.max(1, Math.ceil((instant.getTime() - Date.now()) / 1_000));

/**
 * The header fields of draft-ietf-httpapi-ratelimit-headers-10: what may be spent in a minute, what is left of it, and in
 * how many seconds all of it is there again. Units are costs, not requests.
 */
export function rateLimitHeaders(balances: readonly Balance[]): Record<string, string> {
  if (balances.length === 0) return {};
  const name = ({ rule }: Rate) => `"${rule.toLowerCase().replaceAll('_', '-')}"`;
  const refusal = refusalOf(balances);
  return {
    'RateLimit-Policy': balances
      .map(({ rate }) => `${name(rate)};q=${rate.times};w=${rate.seconds}`)
      .join(', '),
    RateLimit: balances
      .map(({ rate, left }) => {
        const back = Math.ceil(((rate.times - left) * rate.seconds) / rate.times);
        return `${name(rate)};r=${left};t=${Math.max(0, back)}`;
      })
      .join(', '),
    ...(refusal && { 'Retry-After': String(secondsUntil(refusal.retryAt)) }),
  };
}

/** The refusal as it is answered. */
export function rateLimited({ rule, retryAt: when }: { rule: string; retryAt: Date }) {
  const retryAt = when.toISOString();
  return new GraphQLError(`You ask for too much at present. Try again after ${retryAt}.`, {
    extensions: { code: 'RATE_LIMITED', rule, retryAt },
  });
}

/** Where an answer goes, over HTTP. */
interface Answer {
  headersSent: boolean;
  setHeader(name: string, value: string): unknown;
}

/** Says on an answer what is left to the caller; and why they get no other, where they have spent it all. */
export function tellBalances(
  balances: readonly Balance[],
  res: Answer | undefined,
): GraphQLError | null {
  if (res && !res.headersSent)
    for (const [name, value] of Object.entries(rateLimitHeaders(balances)))
      res.setHeader(name, value);
  const refusal = refusalOf(balances);
  if (!refusal) return null;
  const error = rateLimited(refusal);
  if (res) Object.assign(error.extensions, { http: { status: 429 } });
  return error;
}

interface Charged extends Context {
  res?: Answer;
  /** Noted once a request has paid: whoever sends nonsense pays for that as well, afterwards. */
  toll?: { paid: boolean };
}

/** Takes what an operation costs before anything is done for it. */
export function chargeOperations(cashier: Cashier): Plugin<Charged> {
  return {
    onExecute: async ({ args, setResultAndStopExecution }) => {
      const { contextValue, document, operationName, schema, variableValues } = args;
      const definition = getOperationAST(document, operationName);
      if (!definition) return;
      const { cost, fits } = costOf(schema, document, definition, variableValues ?? {});
      contextValue.fits = fits;
      const { res, toll, viewer, client } = contextValue;
      if (toll) toll.paid = true;
      const caller = { accountId: viewer?.accountId ?? null, address: client.address };
      const error = tellBalances(await cashier.charge(caller, cost), res);
      if (error) setResultAndStopExecution({ errors: [error] });
    },
  };
}
