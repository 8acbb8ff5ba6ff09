import { brandWithType } from '@pothos/core';
import { decodeGlobalID, encodeGlobalID } from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { ONLY_READS } from './at-once.ts';
import { builder } from './builder.ts';
import { requireViewer } from './context.ts';
import { PAGE_MAX, QUERY_COST } from './limits.ts';
import { UUID_FORM } from './scalars.ts';

/** Gets an object through its domain's access rule; rejects with NotFoundError when missing or forbidden. */
type NodeLoader = (backend: Backend, viewer: Viewer, id: string) => Promise<object>;

const loaders = new Map<string, { load: NodeLoader; form: RegExp }>();

/**
 * Makes a type reachable by `node(id)`, through the same access function as everywhere else. `form` is what its ids look
 * like within global ones, so that a made-up id is refused before it reaches the database.
 */
export function registerNode(typename: string, load: NodeLoader, form = UUID_FORM): void {
  loaders.set(typename, { load, form });
}

export const Node = builder.nodeInterfaceRef();

const ASCII = /^[\0-\x7f]*$/;

/** What is encoded here is nearly always a name and a UUID, which `btoa` does in a third of the time. */
export const toGlobalId = (typename: string, id: string) =>
  ASCII.test(id) ? btoa(`${typename}:${id}`) : encodeGlobalID(typename, id);

/**
 * The field by which an object is known, for `t.field`. It answers at once: the Relay plugin’s `t.globalID` promises the
 * id, and so makes a promise of every object that has one, and of everything around it.
 */
export const idField = <Shape = { id: string }>(
  typename: string,
  idOf: (shape: Shape) => string = (shape) => (shape as { id: string }).id,
) => ({
  type: 'ID' as const,
  description: 'Global id.',
  resolve: (shape: Shape) => toGlobalId(typename, idOf(shape)),
});

function decode(globalId: string): { typename: string; id: string } | null {
  try {
    const { typename, id } = decodeGlobalID(globalId);
    return { typename, id };
  } catch {
    return null;
  }
}

/** The UUID within a global id of this type, or one of these. Anything else is the id of nothing that exists. */
export function requireId(
  typename: string | readonly string[],
  globalId: string,
  what: string,
): string {
  const decoded = decode(globalId);
  if (!decoded || ![typename].flat().includes(decoded.typename) || !UUID_FORM.test(decoded.id))
    throw new NotFoundError(what);
  return decoded.id.toLowerCase();
}

async function loadNode(backend: Backend, viewer: Viewer, globalId: string) {
  const decoded = decode(globalId);
  const known = decoded ? loaders.get(decoded.typename) : undefined;
  if (!decoded || !known?.form.test(decoded.id))
    throw new GraphQLError(
      'This is not an id of this API. Hand ids back exactly as you got them.',
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  const node = await known.load(backend, viewer, decoded.id);
  brandWithType(node, decoded.typename as never);
  return node;
}

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    authScopes: { signedIn: true },
    extensions: ONLY_READS,
    description:
      'Any object by its id. An id that is unknown, or of something the caller may not see, is a NOT_FOUND error.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of an object.' }) },
    complexity: QUERY_COST,
    resolve: (_root, { id }, context) => loadNode(context.backend, requireViewer(context), id),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    authScopes: { signedIn: true },
    extensions: ONLY_READS,
    description:
      'Several objects by their ids, at most 100, in the order asked for. Where one cannot be had there is null and a NOT_FOUND error.',
    args: { ids: t.arg.idList({ required: true, description: 'The ids of objects.' }) },
    complexity: ({ ids }) => ({
      field: QUERY_COST * ids.length,
      multiplier: Math.max(1, ids.length),
    }),
    resolve: (_root, { ids }, context) => {
      if (ids.length > PAGE_MAX)
        throw new GraphQLError(`At most ${PAGE_MAX} ids at once, not ${ids.length}.`, {
          extensions: { code: 'BAD_USER_INPUT' },
        });
      return Promise.all(
        ids.map((id) =>
          loadNode(context.backend, requireViewer(context), id).catch((error: Error) => error),
        ),
      ) as never;
    },
  }),
}));
