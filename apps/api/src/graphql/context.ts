import { randomUUID } from 'node:crypto';
import type { Language } from '../platform/languages.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/** Where a request came from, for the list of devices, and in which language to write to whoever made it. */
export interface Client {
  address: string | null;
  userAgent: string | null;
  language: Language;
}

/** What every resolver is handed. One for each request, and one for each event delivered: loaders live no longer. */
export interface Context {
  backend: Backend;
  /** Who is asking, or null. Reading it while an event is executed for everyone at once ends that attempt. */
  readonly viewer: Viewer | null;
  signedIn: boolean;
  requestId: string;
  client: Client;
  /** The operation is known to be no larger than it may be, and is not measured once more. */
  fits?: boolean;
  /** Set where events are executed side by side (see live.ts): what loaders have read is true for all of them. */
  sideBySide?: true;
}

const NOWHERE: Client = { address: null, userAgent: null, language: 'en' };

export function createContext(
  backend: Backend,
  viewer: Viewer | null,
  client: Client = NOWHERE,
  requestId: string = randomUUID(),
): Context {
  return { backend, viewer, signedIn: viewer !== null, requestId, client };
}

/** The context of an event executed once for all members of a conversation: nobody in particular is asking. */
export interface AudienceContext extends Context {
  /** Set when a field turned out to depend on the viewer, so that the result must be thrown away. */
  viewerNeeded: boolean;
}

export function createAudienceContext(backend: Backend): AudienceContext {
  return {
    backend,
    signedIn: true,
    requestId: randomUUID(),
    client: NOWHERE,
    viewerNeeded: false,
    get viewer(): Viewer | null {
      this.viewerNeeded = true;
      throw new Error(
        'This field depends on the viewer, and the event is executed for everyone at once',
      );
    },
  };
}

/** The viewer of a field that only signed-in callers reach. */
export function requireViewer(context: Context): Viewer {
  if (!context.viewer) throw new Error('A field without the signedIn scope asked for the viewer');
  return context.viewer;
}
