import type { Installation } from '@teahouse/db/client';
import type { Backend } from '../realtime/backend.ts';
import type { Bus } from '../realtime/bus.ts';

type Reading = Pick<Backend, 'db' | 'bus'>;

/** How long a process goes by what it has read when the bus has failed to tell it of a change. */
const KEPT_MS = 5_000;

interface Kept {
  settings: Promise<Installation>;
  until: number;
}

/** One for each process: a bus is what a process has one of. */
const processes = new WeakMap<Bus, { kept: Kept | null }>();

/** What the administrators have set, from memory: no query for each message or visit. */
export function installationSettings({ db, bus }: Reading): Promise<Installation> {
  const here = processes.get(bus) ?? listen(bus);
  if (here.kept && here.kept.until > Date.now()) return here.kept.settings;
  const settings = db.installation.findUniqueOrThrow({ where: { id: 1 } });
  const kept = { settings, until: Date.now() + KEPT_MS };
  here.kept = kept;
  settings.catch(() => {
    if (here.kept === kept) here.kept = null;
  });
  return settings;
}

function listen(bus: Bus) {
  const here: { kept: Kept | null } = { kept: null };
  processes.set(bus, here);
  const forget = () => {
    here.kept = null;
  };
  bus.subscribe((items) => {
    if (items.some(({ kind }) => kind === 'InstallationChanged')) forget();
  });
  bus.onReconnect(forget);
  return here;
}
