import type { Rate, Rates } from './rates.ts';

/** What somebody has left of a rate after having spent of it, or when they may again. */
export interface Balance {
  rate: Rate;
  left: number;
  retryAt: Date | null;
}

/**
 * Rates of which every request takes: a process takes a stretch of what they share at a time and spends it from memory, so
 * that hardly any request waits for another machine. What it has not spent is lost to the others for the time being, a
 * twentieth at most.
 */
export interface Budgets {
  spend(rate: Rate, whose: string, cost: number): Promise<Balance>;
  /** Undoes what was spent a moment ago. */
  giveBack(rate: Rate, whose: string, cost: number): void;
  /** When somebody may spend so much again, as far as this process remembers; null where it knows of nothing against it. */
  closedUntil(rate: Rate, whose: string, cost: number): Date | null;
}

const STRETCHES = 20;
const HELD_AT_MOST = 10_000;

interface Stretch {
  /** Taken and not spent. */
  held: number;
  /** What is left to all processes, as of when it was taken. */
  left: number;
  /** What was taken has come back to the others by then anyway, the seconds of the rate later; 0 before anything was. */
  until: number;
  taking: Promise<unknown> | null;
}

export function createBudgets(rates: Pick<Rates, 'spend'>): Budgets {
  /** By the name of the rule, and then by whose they are. */
  const rules = new Map<string, Map<string, Stretch>>();
  const knownOf = (rule: string, whose: string) => rules.get(rule)?.get(whose);
  const stretchOf = (rule: string, whose: string): Stretch => {
    const known = knownOf(rule, whose);
    if (known && (known.taking || known.until > Date.now())) return known;
    const stretches = rules.get(rule) ?? new Map<string, Stretch>();
    rules.set(rule, stretches);
    if (stretches.size >= HELD_AT_MOST) forgetStale(stretches);
    const fresh: Stretch = { held: 0, left: 0, until: 0, taking: null };
    stretches.set(whose, fresh);
    return fresh;
  };
  const take = async (stretch: Stretch, rate: Rate, whose: string, cost: number) => {
    const most = Math.max(cost, Math.ceil(rate.times / STRETCHES));
    let spent = await rates.spend(rate, whose, most);
    let taken = most;
    // Near its end there is no whole stretch left, and yet enough for this one.
    if (spent.retryAt && most > cost) {
      spent = await rates.spend(rate, whose, cost);
      taken = cost;
    }
    stretch.left = spent.left;
    stretch.until = Date.now() + rate.seconds * 1_000;
    if (!spent.retryAt) stretch.held += taken;
    return spent.retryAt;
  };
  return {
    closedUntil: ({ rule, times, seconds }, whose, cost) => {
      const stretch = knownOf(rule, whose);
      if (!stretch?.until || stretch.held >= cost) return null;
      const missing = Math.min(cost, times) - stretch.held - stretch.left;
      const opens = stretch.until + (missing / times - 1) * seconds * 1_000;
      return opens > Date.now() ? new Date(Math.ceil(opens)) : null;
    },
    spend: async (rate, whose, given) => {
      const cost = Math.min(given, rate.times);
      const stretch = stretchOf(rate.rule, whose);
      // Others may spend what was taken before this one comes to its turn.
      while (stretch.taking) await stretch.taking;
      if (stretch.held < cost || stretch.until <= Date.now()) {
        const taking = take(stretch, rate, whose, cost);
        stretch.taking = taking
          .catch(() => {})
          .finally(() => {
            stretch.taking = null;
          });
        const retryAt = await taking;
        if (retryAt) return { rate, left: stretch.left + stretch.held, retryAt };
      }
      stretch.held -= cost;
      return { rate, left: stretch.left + stretch.held, retryAt: null };
    },
    giveBack: ({ rule, times }, whose, cost) => {
      const stretch = knownOf(rule, whose);
      if (stretch) stretch.held += Math.min(cost, times);
    },
  };
}

function forgetStale(stretches: Map<string, Stretch>): void {
  const now = Date.now();
  for (const [key, { until, taking }] of stretches)
    if (!taking && until <= now) stretches.delete(key);
}
