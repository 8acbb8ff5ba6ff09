import type { Backend } from './realtime/backend.ts';
import { prune } from './realtime/log.ts';

const HOUR_MS = 3_600_000;
const PRUNE_BATCH = 10_000;

/** Work that nobody waits for. Several processes may do it side by side. */
export function startWorker(backend: Backend): () => void {
  const run = () =>
    removeOldEvents(backend).catch((error: Error) =>
      backend.log.warn({ error: error.message }, 'Retention was interrupted'),
    );
  void run();
  const timer = setInterval(() => void run(), HOUR_MS);
  return () => clearInterval(timer);
}

async function removeOldEvents({ pool, env, log }: Backend): Promise<void> {
  let removed = 0;
  for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH; removed += batch)
    batch = await prune(pool, env.EVENT_RETENTION_DAYS, PRUNE_BATCH);
  if (removed > 0) log.info({ removed }, 'Removed events past their retention');
}
