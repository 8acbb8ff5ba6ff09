import type { Redis } from 'ioredis';
import { v4 as uuid } from 'uuid';
import type { Viewer } from '../platform/viewer.ts';
import type { Bus } from './bus.ts';

/** Of whoever is here. AWAY: all of their devices are idle. */
export type Attendance = 'ONLINE' | 'AWAY';

/** Who has a live subscription, on whichever process. Several devices count as one person. */
export interface Presence {
  arrive(device: Viewer): void;
  depart(device: Viewer): void;
  /** Whether anybody uses the device, on whichever process it is connected. Lost on the way, it is to be said again. */
  setIdle(device: Viewer, idle: boolean): void;
  /** How those of these people are who are here now. */
  attending(accountIds: readonly string[]): Promise<Map<string, Attendance>>;
  close(): Promise<void>;
}

export interface PresenceOptions {
  bus: Bus;
  /** Shared with the other processes; without it this process is alone. */
  redis: Redis | null;
  /** Keeps when somebody was last here. */
  seen: (accountIds: readonly string[]) => Promise<void>;
}

/** A reload or a change of network is not a departure. */
const GRACE_MS = 5_000;
/** What a killed process said of its people is believed for so long. */
const BELIEVED_MS = 45_000;
const REFRESH_MS = 15_000;

/** A device of a person on this process. Idle is what it says of itself; one that says nothing is in use. */
interface Device {
  sessionId: string;
  sockets: number;
  idle: boolean;
  leaving: NodeJS.Timeout | undefined;
  /** Another one of the same person. */
  next: Device | null;
}

/** There are thousands, with one or two devices each. */
interface Person {
  devices: Device | null;
  /** What the others have been told. */
  told: Attendance | null;
}

function* devicesOf(person: Person | undefined): Generator<Device> {
  for (let device = person?.devices; device; device = device.next) yield device;
}

function attendanceOf(person: Person): Attendance | null {
  if (!person.devices) return null;
  for (const { idle } of devicesOf(person)) if (!idle) return 'ONLINE';
  return 'AWAY';
}

function deviceOf(person: Person | undefined, sessionId: string): Device | undefined {
  for (const device of devicesOf(person)) if (device.sessionId === sessionId) return device;
  return undefined;
}

function giveUp(person: Person, device: Device): void {
  if (person.devices === device) person.devices = device.next;
  for (const other of devicesOf(person)) if (other.next === device) other.next = device.next;
}

export function createPresence({ bus, redis, seen }: PresenceOptions): Presence {
  const board = createBoard(redis);
  const people = new Map<string, Person>();
  const seenLast = inCrowds((ids) => seen(ids).catch(() => {}));

  const tell = async (accountId: string, person: Person) => {
    const attendance = attendanceOf(person);
    if (attendance === person.told) return;
    person.told = attendance;
    if (attendance) await board.put(new Map([[accountId, attendance]]));
    else {
      people.delete(accountId);
      await board.remove([accountId]);
      await seenLast(accountId);
    }
    bus.publish([{ kind: 'PresenceChanged', payload: { accountId } }]);
  };

  bus.subscribe((items) => {
    for (const item of items) {
      if (item.kind !== 'IdleReported') continue;
      const { accountId, sessionId, idle } = item.payload;
      const person = people.get(accountId);
      const device = deviceOf(person, sessionId);
      if (!person || !device) continue;
      device.idle = idle;
      void tell(accountId, person);
    }
  });

  const timer = setInterval(() => {
    void board.put(here(people));
    void seen([...people.keys()]).catch(() => {});
  }, REFRESH_MS);

  return {
    arrive: ({ accountId, sessionId }) => {
      const person = people.get(accountId) ?? { devices: null, told: null };
      people.set(accountId, person);
      let device = deviceOf(person, sessionId);
      if (!device) {
        device = { sessionId, sockets: 0, idle: false, leaving: undefined, next: person.devices };
        person.devices = device;
      }
      device.sockets += 1;
      clearTimeout(device.leaving);
      device.leaving = undefined;
      void tell(accountId, person);
    },
    depart: ({ accountId, sessionId }) => {
      const person = people.get(accountId);
      const device = deviceOf(person, sessionId);
      if (!person || !device) return;
      device.sockets -= 1;
      if (device.sockets > 0) return;
      device.leaving = setTimeout(() => {
        giveUp(person, device);
        void tell(accountId, person);
      }, GRACE_MS);
    },
    setIdle: ({ accountId, sessionId }, idle) =>
      bus.publish([{ kind: 'IdleReported', payload: { accountId, sessionId, idle } }]),
    attending: async (accountIds) => {
      const known = here(people, accountIds);
      // Who is online here is so whatever the others know of them.
      const asked = accountIds.filter((id) => known.get(id) !== 'ONLINE');
      for (const [id, attendance] of await board.read(asked)) known.set(id, attendance);
      return known;
    },
    close: async () => {
      clearInterval(timer);
      for (const person of people.values())
        for (const { leaving } of devicesOf(person)) clearTimeout(leaving);
      await board.remove([...people.keys()]);
    },
  };
}

/** Does it for everybody who has come up while it was done for others: thousands leave at once when a network fails. */
function inCrowds(act: (ids: readonly string[]) => Promise<void>): (id: string) => Promise<void> {
  let acting = Promise.resolve();
  let crowd: string[] = [];
  let next: Promise<void> | null = null;
  return (id) => {
    crowd.push(id);
    next ??= acting.then(() => {
      const ids = crowd;
      crowd = [];
      next = null;
      acting = act(ids);
      return acting;
    });
    return next;
  };
}

function here(
  people: ReadonlyMap<string, Person>,
  accountIds: Iterable<string> = people.keys(),
): Map<string, Attendance> {
  const found = new Map<string, Attendance>();
  for (const id of accountIds) {
    const person = people.get(id);
    const attendance = person && attendanceOf(person);
    if (attendance) found.set(id, attendance);
  }
  return found;
}

const key = (accountId: string) => `teahouse:presence:${accountId}`;

/**
 * What each process says of its people, for the others to read: in Redis, for a while. What cannot be written is told by
 * the next refresh.
 */
function createBoard(redis: Redis | null) {
  const process = uuid();
  const entry = (attendance: Attendance) => `${process}:${attendance}`;
  return {
    async put(attendances: ReadonlyMap<string, Attendance>): Promise<void> {
      if (!redis || attendances.size === 0) return;
      const pipeline = redis.pipeline();
      for (const [id, attendance] of attendances) {
        pipeline.zadd(key(id), Date.now() + BELIEVED_MS, entry(attendance));
        pipeline.zrem(key(id), entry(attendance === 'AWAY' ? 'ONLINE' : 'AWAY'));
        pipeline.pexpire(key(id), BELIEVED_MS);
      }
      await pipeline.exec().catch(() => {});
    },
    async remove(accountIds: readonly string[]): Promise<void> {
      if (!redis || accountIds.length === 0) return;
      const pipeline = redis.pipeline();
      for (const id of accountIds) pipeline.zrem(key(id), entry('ONLINE'), entry('AWAY'));
      await pipeline.exec().catch(() => {});
    },
    /** What the other processes say. */
    async read(accountIds: readonly string[]): Promise<Map<string, Attendance>> {
      const found = new Map<string, Attendance>();
      if (!redis || accountIds.length === 0) return found;
      const pipeline = redis.pipeline();
      for (const id of accountIds) pipeline.zrangebyscore(key(id), Date.now(), '+inf');
      const answers = await pipeline.exec().catch(() => null);
      accountIds.forEach((id, index) => {
        const all = (answers?.[index]?.[1] ?? []) as string[];
        const entries = all.filter((one) => !one.startsWith(process));
        if (entries.length > 0)
          found.set(id, entries.some((one) => one.endsWith(':ONLINE')) ? 'ONLINE' : 'AWAY');
      });
      return found;
    },
  };
}
