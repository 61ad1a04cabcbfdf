import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy on this machine that opens tunnels, and what it was asked for. */
export interface FakeProxy {
  /** `127.0.0.1:PORT`. */
  readonly name: string;
  /** Where tunnels were asked for to. */
  readonly targets: readonly string[];
  /** Requests that came without a tunnel, so that their content could be read. */
  readonly plain: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface FakeProxyOptions {
  /** `USER:PASSWORD`; another one is answered with 407. */
  readonly logIn?: string;
  /** The status that it answers with instead of connecting. */
  readonly status?: number;
  /** Takes connections and never answers. */
  readonly silent?: boolean;
}

export async function startFakeProxy(options: FakeProxyOptions = {}): Promise<FakeProxy> {
  const targets: string[] = [];
  const plain: string[] = [];
  const sockets = new Set<Socket | Duplex>();
  const server = createServer((request, response) => {
    plain.push(request.url ?? '');
    response.writeHead(400).end();
  });
  server.on('connection', (socket) => void sockets.add(socket));
  server.on('connect', (request, client) => {
    targets.push(request.url ?? '');
    if (options.silent) return;
    const status = statusFor(request, options);
    if (status !== 200) client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    else sockets.add(tunnel(request.url ?? '', client));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { name: `127.0.0.1:${port}`, targets, plain, stop: () => stopped(server, sockets) };
}

function statusFor({ headers }: IncomingMessage, { logIn, status }: FakeProxyOptions): number {
  if (status !== undefined) return status;
  const wanted = logIn && `Basic ${Buffer.from(logIn).toString('base64')}`;
  return wanted === undefined || headers['proxy-authorization'] === wanted ? 200 : 407;
}

function tunnel(target: string, client: Duplex): Socket {
  const { hostname, port } = new URL(`http://${target}`);
  const server = connect(Number(port || 80), hostname.replace(/[[\]]/g, ''), () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(server).pipe(client);
  });
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
  return server;
}

function stopped(server: Server, sockets: ReadonlySet<Socket | Duplex>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((done) => server.close(() => done()));
}
