import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';

/** Says the same to everybody who listens, or, of a bare server, to so many of them. */
type Broadcast = (json: string, to: number) => void;

/**
 * What Teahouse is put beside, one in each process: a broadcast of finished bytes, the same schema executed for each
 * subscriber by graphql-ws as it comes, and a room of Socket.IO. Whatever is posted to `/say` is said.
 */
const REFERENCES: Record<string, (server: ReturnType<typeof createServer>) => Broadcast> = {
  ws: (server) => {
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    return (json, to) => {
      const bytes = Buffer.from(json);
      let said = 0;
      for (const socket of sockets.clients) {
        if (said === to) break;
        socket.send(bytes, { binary: false });
        said += 1;
      }
    };
  },
  'graphql-ws': (server) => {
    const schema = buildSchema(
      readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'),
    );
    const ears = new Set<(events: unknown) => void>();
    const events = async function* () {
      yield { events: { __typename: 'CaughtUp', cursor: '' } };
      const waiting: unknown[] = [];
      let wake = () => {};
      ears.add((event) => {
        waiting.push(event);
        wake();
      });
      for (;;) {
        while (waiting.length > 0) yield waiting.shift();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    const sockets = new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false });
    useServer({ schema, roots: { subscription: { events } } }, sockets);
    return (json) => {
      const { data } = JSON.parse(json).payload;
      for (const ear of ears) ear(data);
    };
  },
  'socket.io': (server) => {
    const io = new Server(server, { transports: ['websocket'] });
    io.on('connection', (socket) => void socket.join('everybody'));
    return (json) => io.to('everybody').emit('next', JSON.parse(json));
  },
};

const [, , name = '', port] = process.argv;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

let broadcast: Broadcast = () => {};
const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const to = Number(searchParams.get('to') ?? Number.POSITIVE_INFINITY);
  if (pathname === '/say') broadcast(await bodyOf(request), to);
  response.end('ok');
});
broadcast = REFERENCES[name]?.(server) ?? broadcast;
server.listen(Number(port), '127.0.0.1');
