import { Server } from 'node:http';
import { join } from 'node:path';
import { sendBuiltFile } from './built-file';
import { appendAddress } from './forwarded-for';

/**
 * Next leaves `X-Forwarded-For` as a caller has sent it. The API believes what this server tells it, so this server writes
 * the address that it was called from behind whatever it was told, as every proxy does: what a caller says of themself is
 * then never the last word. Built files are answered here, in the form that the build has compressed.
 */
export function prepareServer(): void {
  const folder = join(/* turbopackIgnore: true */ process.cwd(), '.next');
  const emit = Server.prototype.emit as (...given: unknown[]) => boolean;
  Server.prototype.emit = function (this: unknown, ...given: unknown[]): boolean {
    const [event, request, response] = given;
    if (event === 'request' && sendBuiltFile(request as never, response as never, folder))
      return true;
    if (event === 'request' || event === 'upgrade') appendAddress(request as never);
    return Reflect.apply(emit, this, given);
  };
}
