import { randomBytes, randomUUID } from 'node:crypto';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './realtime/cursor.ts';
import { schema } from './schema.ts';
import { assertionOf } from './testing/accounts.ts';
import { MissedEvents } from './testing/events.ts';
import { announce, askToJoin, invitationOf, linkInto } from './testing/joining.ts';
import { inSeconds, keepEverything } from './testing/keeping.ts';
import { liveThroughMessages } from './testing/messages.ts';
import { organised } from './testing/organisation.ts';
import { type Stage, startStage } from './testing/stage.ts';
import { expectType, PASSWORD, type Person } from './testing/world.ts';

/**
 * Whatever is put into any argument of any field is answered, or refused with a code: nothing that somebody can type or
 * forge is ever a failure of ours. The fields are taken from the schema, so that a new one is tried from its first day.
 */

let stage: Stage;
let mei: Person;
let valid: Record<string, () => unknown>;
let hostileCursors: string[];
beforeAll(async () => {
  stage = await startStage({ LOG_LEVEL: 'silent' });
  const { one, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  mei = one;
  await mei.send(chat, 'tea?');
  const phone = await mei.onAnotherDevice();
  // A person can be asked once; each attempt needs another.
  const strangers: Person[] = [];
  for (let index = 0; index < 40; index++) strangers.push(await stage.world.user('Eve'));
  const eve = await stage.world.user('Eve');
  const assertion = await assertionOf({ provider: 'github', subject: randomUUID() });
  const doors = await openDoors(mei, tom);
  const kept = await keepEverything(mei, tom, chat);
  const messageId = await liveThroughMessages(mei, tom);
  const unique = () => `mei_${randomBytes(5).toString('hex')}`;
  valid = {
    username: unique,
    email: () => `${unique()}@example.org`,
    password: () => PASSWORD,
    login: () => mei.account.username,
    assertion: () => assertion,
    refreshToken: () => phone.refreshToken,
    sessionId: () => phone.sessionId,
    'RequestFriendInput.userId': () => strangers.pop()?.id ?? tom.id,
    'RemoveFriendInput.userId': () => eve.id,
    'BlockUserInput.userId': () => eve.id,
    'UnblockUserInput.userId': () => eve.id,
    userId: () => tom.id,
    userIds: () => [tom.id],
    conversationId: () => chat,
    id: () => chat,
    ids: () => [chat],
    clientId: () => randomUUID(),
    ...doors,
    ...(await runGroups(mei, tom)),
    // Mei was the first to have an account here, and so is an administrator.
    ...(await organised(mei, tom)),
    messageId: () => messageId,
    messageIds: () => messageId,
    emoji: () => '👍',
    month: () => '2026-11',
    timeZone: () => 'Asia/Shanghai',
    instant: () => inSeconds(0),
    'ForwardMessagesInput.messageIds': () => kept.messageId,
    'AddFavouritesInput.messageIds': () => kept.messageId,
    'SetReminderInput.messageId': () => kept.messageId,
    replyToId: () => kept.messageId,
    favouriteId: () => kept.favouriteId,
    scheduledMessageId: () => kept.scheduledMessageId,
    reminderId: () => kept.reminderId,
    sendAt: () => inSeconds(3_600),
    remindAt: () => inSeconds(3_600),
    updatedAt: () => inSeconds(0),
    'reminders.statuses': () => 'PENDING',
    'scheduledMessages.statuses': () => 'PENDING',
    'favourites.kinds': () => 'TEXT',
    'searchMessages.kinds': () => 'TEXT',
    'searchMessageConversations.kinds': () => 'TEXT',
    after: () => null,
    before: () => null,
    last: () => null,
  };
  const { events } = await mei.ask(MissedEvents, { after: null, first: null });
  hostileCursors = forgedCursors(events.cursor);
});
afterAll(() => stage.close());

/** A group with all the ways into it, and an announcement. */
async function openDoors(owner: Person, friend: Person): Promise<typeof valid> {
  const group = await owner.group('Tea', [friend], { visibility: 'PUBLIC' });
  const link = await linkInto(group, owner);
  const eve = await stage.world.user('Eve');
  await owner.befriend(eve);
  const invitation = await invitationOf(eve, group, owner);
  const asked = expectType(await askToJoin(eve, group), 'RequestToJoinGroupPayload');
  const announcementId = await announce(owner, group, 'We close at nine.');
  return {
    token: () => link.token,
    inviteId: () => invitation.id,
    'DecideJoinRequestInput.requestId': () => asked.request.id,
    'CancelJoinRequestInput.requestId': () => asked.request.id,
    announcementId: () => announcementId,
    'CreateGroupInviteInput.conversationId': () => group,
    'InviteToGroupInput.conversationId': () => group,
    'JoinGroupInput.conversationId': () => group,
    'RequestToJoinGroupInput.conversationId': () => group,
    'publicGroup.id': () => group,
    'PublishAnnouncementInput.conversationId': () => group,
  };
}

/** A group for each of the ways to change one, so that none takes away what another needs. */
async function runGroups(owner: Person, friend: Person): Promise<typeof valid> {
  const acts = [
    'AddMembers',
    'DissolveGroup',
    'LeaveGroup',
    'MuteAll',
    'MuteMember',
    'RemoveMembers',
    'SetGroupNickname',
    'SetMemberRole',
    'TransferGroup',
    'UnbanFromGroup',
    'UpdateGroup',
  ];
  const groups: typeof valid = {};
  for (const act of acts) {
    const group = await owner.group(act, [friend], { visibility: 'PUBLIC' });
    groups[`${act}Input.conversationId`] = () => group;
  }
  return {
    ...groups,
    role: () => 'ADMINISTRATOR',
    until: () => inSeconds(3_600),
    visibility: () => 'PUBLIC',
    joinPolicy: () => 'REQUEST',
    avatarEmoji: () => '🍵',
    'members.roles': () => 'MEMBER',
  };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const NO_UUIDS = ['x', '', '\0', '-'.repeat(36), '0'.repeat(36), `${randomUUID()}\0`, '1e9', '茶'];
const UNKNOWN = '018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f';

const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e\u200b\ufeff',
  "'; DROP TABLE account; --",
  '%_\\',
  '{{1}}<b>',
  '🍵'.repeat(3_000),
];

const NODE_TYPES = schema.getPossibleTypes(nodeInterface()).map((type) => type.name);

function nodeInterface() {
  const type = schema.getType('Node');
  if (!type || !('resolveType' in type)) throw new Error('There is no interface Node');
  return type;
}

const HOSTILE: Record<string, () => unknown[]> = {
  String: () => [
    ...TEXTS,
    // Cursors of connections: of other lists, of other libraries, and out of every range.
    ...[
      ...NO_UUIDS,
      UNKNOWN,
      'GPC:S:x',
      `GPC:S:${UNKNOWN}`,
      'GPC:N:5',
      'OffsetConnection:x',
      'OffsetConnection:-5',
      `OffsetConnection:${'9'.repeat(30)}`,
      'OffsetConnection:999999999',
      `2026-01-01T00:00:00.000Z ${'-'.repeat(36)}`,
      `2026-99-99T99:99:99.999Z ${UNKNOWN}`,
      `2026-02-31T00:00:00.000Z ${UNKNOWN}`,
      `0000-01-01T00:00:00.000Z ${UNKNOWN}`,
      `9999-12-31T23:59:59.999Z ${UNKNOWN}`,
      '0',
      '-1',
      '999999999',
      '99999999999999999999',
    ].map(base64),
  ],
  ID: () => [
    ...TEXTS,
    UNKNOWN,
    ...NODE_TYPES.flatMap((type) => [...NO_UUIDS, UNKNOWN].map((id) => base64(`${type}:${id}`))),
    base64(`ConversationMember:${UNKNOWN}:${UNKNOWN}`),
    base64(`ConversationMember:${UNKNOWN}:x`),
    base64('__proto__:x'),
    base64('Event:1'),
    base64(':'),
  ],
  UUID: () => [...NO_UUIDS, UNKNOWN.toUpperCase(), 5, null],
  Cursor: () => [...TEXTS, ...NO_UUIDS.map(base64), ...hostileCursors],
  Int: () => [0, -1, 1, 100, 101, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1e30, 1.5, '1'],
  Boolean: () => ['true', 1],
  DateTime: () => [
    ...TEXTS,
    '2026',
    '2026-11-21',
    '2026-02-31T00:00:00.000Z',
    '2026-11-21T25:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '-271821-04-20T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    0,
    1e30,
    null,
  ],
};

/** Cursors of this very log, bent in every part. */
function forgedCursors(cursor: string): string[] {
  const position = decodeCursor(cursor);
  if (!position) throw new Error('The API gave out a cursor that is none');
  const replaying = { streamId: UNKNOWN, seq: 1, nextHorizon: position.horizon };
  return [
    encodeCursor({ ...position, replaying }),
    encodeCursor({ ...position, replaying: { ...replaying, streamId: '-'.repeat(36) } }),
    encodeCursor({ ...position, replaying: { ...replaying, seq: 2 ** 50 } }),
    encodeCursor({ ...position, replaying: { ...replaying, nextHorizon: 0n } }),
    encodeCursor({ ...position, replaying: { ...replaying, nextHorizon: 2n ** 63n } }),
    encodeCursor({ ...position, horizon: 0n }),
    encodeCursor({ ...position, horizon: 2n ** 63n }),
    encodeCursor({ ...position, epoch: '0'.repeat(16) }),
  ];
}

type Root = 'query' | 'mutation';
type AnyField = GraphQLField<unknown, unknown>;

/** How a field is reached from a root: every field on the way can be asked without arguments. */
interface Place {
  root: Root;
  path: string[];
  field: AnyField;
}

/** Every field with arguments that can be reached, each once. */
function placesWithArguments(): Place[] {
  const places: Place[] = [];
  const seen = new Set<GraphQLObjectType>();
  const visit = (root: Root, type: GraphQLObjectType, path: string[]) => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const field of Object.values(type.getFields())) {
      if (field.args.length > 0) places.push({ root, path, field });
      const result = getNamedType(field.type);
      if (root === 'query' && isObjectType(result) && !field.args.some(isRequiredArgument))
        visit(root, result, [...path, field.name]);
    }
  };
  const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() };
  if (!roots.query || !roots.mutation) throw new Error('There is no query or no mutation');
  visit('query', roots.query, []);
  visit('mutation', roots.mutation, []);
  return places;
}

/** The value of an input, with what is put at one leaf instead of a good one. */
function inputFor(
  input: GraphQLArgument | GraphQLInputField,
  owner: string,
  bent?: { leaf: string; value: unknown },
): unknown {
  const fill = (type: GraphQLInputType): unknown => {
    if (isNonNullType(type)) return fill(type.ofType);
    if (isListType(type)) {
      const entry = fill(type.ofType);
      return Array.isArray(entry) ? entry : [entry];
    }
    if (isInputObjectType(type))
      return Object.fromEntries(
        Object.values(type.getFields()).map((field) => [
          field.name,
          inputFor(field, type.name, bent),
        ]),
      );
    const leaf = `${owner}.${input.name}`;
    if (bent?.leaf === leaf) return bent.value;
    const good = valid[leaf] ?? valid[input.name];
    if (good) return good();
    // What may be left out is, of values that exclude each other.
    if (isEnumType(type)) return isNonNullType(input.type) ? type.getValues()[0]?.name : undefined;
    return { String: 'tea', ID: mei.id, Int: 1, Boolean: true }[type.name];
  };
  return fill(input.type);
}

/** The leaves of the inputs of a field, by owner and name, with their scalar. */
function leavesOf(inputs: readonly (GraphQLArgument | GraphQLInputField)[], owner: string) {
  const leaves: { leaf: string; scalar: string }[] = [];
  for (const input of inputs) {
    const type = getNamedType(input.type);
    if (isInputObjectType(type))
      leaves.push(...leavesOf(Object.values(type.getFields()), type.name));
    else leaves.push({ leaf: `${owner}.${input.name}`, scalar: type.name });
  }
  return leaves;
}

async function send({ root, path, field }: Place, bent?: { leaf: string; value: unknown }) {
  const declared = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  const inner = `${field.name}(${passed}) ${selection}`;
  const asked = [...path, inner].reduceRight((rest, name) => `{ ${name} ${rest} }`, '');
  const query = `${root} (${declared}) ${asked}`;
  const variables = Object.fromEntries(
    field.args.map((arg) => [arg.name, inputFor(arg, field.name, bent)]),
  );
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${mei.token}` },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const errors: { extensions?: { code?: string } }[] = JSON.parse(text).errors ?? [];
  return { status: response.status, text, codes: errors.map((error) => error.extensions?.code) };
}

const places = placesWithArguments();

test('every argument of the API is found', () => {
  const names = places.map(({ path, field }) => [...path, field.name].join('.'));
  for (const known of [
    'node',
    'searchUsers',
    'viewer.sessions',
    'viewer.conversations.edges.node.messages',
    'sendMessage',
    'register',
  ])
    expect(names).toContain(known);
});

describe('good values are answered', () => {
  for (const place of places)
    test([...place.path, place.field.name].join('.'), async () => {
      const { status, codes, text } = await send(place);
      expect([status, codes], text).toEqual([200, []]);
    });
});

describe('hostile values are answered, or refused with a code', () => {
  for (const place of places)
    test([...place.path, place.field.name].join('.'), { timeout: 60_000 }, async () => {
      for (const { leaf, scalar } of leavesOf(place.field.args, place.field.name)) {
        const values = HOSTILE[scalar]?.() ?? [];
        for (let index = 0; index < values.length; index += 4)
          await Promise.all(
            values.slice(index, index + 4).map((value) => tryOut(place, leaf, value)),
          );
      }
    });
});

async function tryOut(place: Place, leaf: string, value: unknown) {
  const { status, codes, text } = await send(place, { leaf, value });
  const tried = `${leaf} = ${JSON.stringify(value)?.slice(0, 100)}: ${text.slice(0, 500)}`;
  expect(status, tried).toBeLessThan(500);
  for (const code of codes) expect(code, tried).toMatch(/^(?!INTERNAL)[A-Z_]+$/);
  expect(text).not.toMatch(/node_modules|\.[jt]s:\d|Prisma|invocation/);
}
