import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import {
  type AddressInfo,
  createServer as createRawServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';

/** What a server was asked, and at which address of this machine. */
export interface Asked extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  address: string | undefined;
}

export interface PageServer {
  port: number;
  asked: Asked[];
  at(path?: string, host?: string): string;
  close(): Promise<void>;
}

/** Real servers of pages, good and bad. They listen on every address, so that whoever gets to a wrong one is noticed. */
export class Pages {
  private readonly servers: (Server | NetServer)[] = [];

  async serve(
    answer: RequestListener,
    make: (listener: RequestListener) => Server = createServer,
  ): Promise<PageServer> {
    const asked: Asked[] = [];
    const server = make((req, res) => {
      const { method, url, headers } = req;
      asked.push({ method, url, headers, address: req.socket.localAddress });
      answer(req, res);
    });
    const port = await this.listen(server);
    return {
      port,
      asked,
      at: (path = '/', host = 'page.test') => `http://${host}:${port}${path}`,
      close: () => close(server),
    };
  }

  page(body: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<PageServer> {
    return this.serve((_req, res) =>
      res.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(body),
    );
  }

  /** What says things that Node's own server never would. Answers with its address. */
  async raw(speak: (socket: Socket) => void): Promise<string> {
    const server = createRawServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => speak(socket));
    });
    return `http://page.test:${await this.listen(server)}/`;
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.splice(0).map(close));
  }

  private async listen(server: Server | NetServer): Promise<number> {
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    return (server.address() as AddressInfo).port;
  }
}

function close(server: Server | NetServer): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
