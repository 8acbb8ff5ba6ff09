import { TRANSPORTS, type Transport } from './transport-choice';

const KEY = 'teahouse-transport';
/** A laptop goes home: what the network of the office lets through means nothing there. */
const FOR_MS = 30 * 60 * 1000;

/** Which way worked on this device a while ago, so that not every page that loads finds out anew. */
export function rememberedTransport(): Transport {
  try {
    const [transport, until] = localStorage.getItem(KEY)?.split(' ') ?? [];
    const known = TRANSPORTS.find((name) => name === transport);
    return known && Number(until) > Date.now() ? known : 'socket';
  } catch {
    return 'socket';
  }
}

export function rememberTransport(transport: Transport): void {
  try {
    if (transport === 'socket') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, `${transport} ${Date.now() + FOR_MS}`);
  } catch {
    // Without storage each page finds out for itself.
  }
}
