import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { freePort, LOOPBACK } from '../scripts/services/ports.ts';

/** The network between browsers and a web server: passes bytes on until it is cut. */
export class Cable {
  private readonly open = new Set<Socket>();

  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly port: number,
  ) {}

  static async lay(target: number): Promise<Cable> {
    const server = createServer();
    server.listen(await freePort(), LOOPBACK);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const cable = new Cable(`http://${LOOPBACK}:${port}`, server, port);
    server.on('connection', (near) => cable.join(near, connect(target, LOOPBACK)));
    return cable;
  }

  private join(near: Socket, far: Socket): void {
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(end);
      end.setNoDelay(true);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        this.open.delete(end);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }

  /** Whatever is under way is lost, and nothing new comes through. */
  async cut(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const end of this.open) end.resetAndDestroy();
    await closed;
  }

  async mend(): Promise<void> {
    if (this.server.listening) return;
    this.server.listen(this.port, LOOPBACK);
    await once(this.server, 'listening');
  }
}
