interface Incoming {
  headers: Record<string, string | string[] | undefined>;
  socket: { remoteAddress?: string | undefined };
}

const HEADER = 'x-forwarded-for';

/** Writes the address that a request came from behind those it says it came through before. */
export function appendAddress({ headers, socket }: Incoming): void {
  const told = [headers[HEADER] ?? []].flat();
  headers[HEADER] = [...told, socket.remoteAddress ?? 'unknown'].join(', ');
}
