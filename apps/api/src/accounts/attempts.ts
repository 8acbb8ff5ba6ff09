import { networkOf } from '../platform/proxies.ts';
import { requireAttempt } from '../platform/rates.ts';
import type { Backend } from '../realtime/backend.ts';

/**
 * How often somebody may try. Each attempt counts by itself, before anything is looked up: many in one request are as
 * many requests, and the answer is the same whether or not there is such an account.
 */
type Counting = Pick<Backend, 'env' | 'rates'>;

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

export async function allowSignIn(
  { env, rates }: Counting,
  login: string,
  address: string | null,
): Promise<void> {
  const perAddress = {
    rule: 'SIGN_INS_PER_ADDRESS',
    times: env.SIGN_INS_PER_ADDRESS,
    seconds: QUARTER_HOUR,
  };
  const perAccount = {
    rule: 'SIGN_INS_PER_ACCOUNT',
    times: env.SIGN_INS_PER_ACCOUNT,
    seconds: QUARTER_HOUR,
  };
  await requireAttempt(rates, perAddress, networkOf(address));
  await requireAttempt(rates, perAccount, login.toLowerCase());
}

export function allowRegistration({ env, rates }: Counting, address: string | null): Promise<void> {
  const times = env.REGISTRATIONS_PER_ADDRESS;
  const rate = { rule: 'REGISTRATIONS_PER_ADDRESS', times, seconds: HOUR };
  return requireAttempt(rates, rate, networkOf(address));
}

export function allowRefresh({ env, rates }: Counting, address: string | null): Promise<void> {
  const times = env.REFRESHES_PER_ADDRESS;
  const rate = { rule: 'REFRESHES_PER_ADDRESS', times, seconds: QUARTER_HOUR };
  return requireAttempt(rates, rate, networkOf(address));
}
