/**
 * Next leaves `X-Forwarded-For` as a caller has sent it. The API believes what this server tells it, so this server writes
 * the address that it was called from behind whatever it was told, as every proxy does: what a caller says of themself is
 * then never the last word.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { Server } = await import('node:http');
  const { appendAddress } = await import('./lib/forwarded-for');
  const emit = Server.prototype.emit as (...given: unknown[]) => boolean;
  Server.prototype.emit = function (this: unknown, ...given: unknown[]): boolean {
    const [event, request] = given;
    if (event === 'request' || event === 'upgrade') appendAddress(request as never);
    return Reflect.apply(emit, this, given);
  };
}
