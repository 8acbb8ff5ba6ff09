import { connect, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Below the ports that systems give to outgoing connections: one of those could be there before the server is. */
const [LOWEST, HIGHEST] = [20_000, 30_000];
/** Processes that run side by side begin far from each other. */
let next = LOWEST + ((process.pid * 101) % (HIGHEST - LOWEST));

/** For a server that is started in a moment, and perhaps again later. A process is not given the same twice. */
export async function freePort(): Promise<number> {
  for (let tried = LOWEST; tried <= HIGHEST; tried += 1) {
    const port = next;
    next = port < HIGHEST ? port + 1 : LOWEST;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port of ${LOOPBACK} is free between ${LOWEST} and ${HIGHEST}`);
}

/** Asks by listening rather than connecting: a port may be held by something that does not answer. */
export function isFree(port: number, host: string = LOOPBACK): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

export function accepts(port: number, host: string = LOOPBACK): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
