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
import { schema } from './schema.ts';
import { assertionOf } from './testing/accounts.ts';
import { askForExport } from './testing/data-exports.ts';
import { MissedEvents } from './testing/events.ts';
import { hostileValues } from './testing/hostile.ts';
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
let hostile: ReturnType<typeof hostileValues>;
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
  const exported = await askForExport(mei);
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
    dataExportId: () => exported.id,
    sendAt: () => inSeconds(3_600),
    remindAt: () => inSeconds(3_600),
    updatedAt: () => inSeconds(0),
    'reminders.statuses': () => 'PENDING',
    'scheduledMessages.statuses': () => 'PENDING',
    'favourites.kinds': () => 'TEXT',
    'searchMessages.kinds': () => 'TEXT',
    'searchMessageConversations.kinds': () => 'TEXT',
    'media.kinds': () => 'IMAGE',
    'mediaCount.kinds': () => 'IMAGE',
    after: () => null,
    before: () => null,
    last: () => null,
  };
  const { events } = await mei.ask(MissedEvents, { after: null, first: null });
  hostile = hostileValues(events.cursor);
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
    'SetGroupAvatar',
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

type Bent = { leaf: string; value: unknown } | undefined;

/** Asks for a field once with each of the inputs, all of them in one request, as `it0`, `it1` and so on. */
async function send({ root, path, field }: Place, inputs: readonly Bent[] = [undefined]) {
  const name = (arg: GraphQLArgument, index: number) => `${arg.name}_${index}`;
  const each = inputs.map((bent, index) => ({ bent, index }));
  const declared = each.flatMap(({ index }) =>
    field.args.map((arg) => `$${name(arg, index)}: ${arg.type}`),
  );
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  const fields = each.map(({ index }) => {
    const passed = field.args.map((arg) => `${arg.name}: $${name(arg, index)}`);
    return `it${index}: ${field.name}(${passed.join(', ')}) ${selection}`;
  });
  const asked = path.reduceRight(
    (rest, above) => `{ ${above} ${rest} }`,
    `{ ${fields.join(' ')} }`,
  );
  const query = `${root} (${declared.join(', ')}) ${asked}`;
  const variables = Object.fromEntries(
    each.flatMap(({ bent, index }) =>
      field.args.map((arg) => [name(arg, index), inputFor(arg, field.name, bent)]),
    ),
  );
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${mei.token}` },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors = [] }: Answer = JSON.parse(text);
  const answered = (index: number) =>
    JSON.stringify(data ?? null).includes(`"it${index}":`) ||
    errors.some(({ path }) => path?.includes(`it${index}`));
  const codes = errors.map((error) => error.extensions?.code);
  return { status: response.status, text, codes, answered };
}

interface Answer {
  data?: unknown;
  errors?: { path?: (string | number)[]; extensions?: { code?: string } }[];
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
        const all = (hostile[scalar] ?? []).map((value) => ({ leaf, value }));
        for (let index = 0; index < all.length; index += TOGETHER)
          await tryOut(place, all.slice(index, index + TOGETHER));
      }
    });
});

/** Fewer than a request may have at its top. As many requests would take several times as long. */
const TOGETHER = 15;

/** Each of them is answered: those that a request has no answer for are tried again by themselves. */
async function tryOut(place: Place, inputs: readonly NonNullable<Bent>[]): Promise<void> {
  const { status, codes, text, answered } = await send(place, inputs);
  const values = inputs.map(({ value }) => JSON.stringify(value)?.slice(0, 100));
  const tried = `${inputs[0]?.leaf} = ${values.join(' or ')}: ${text.slice(0, 500)}`;
  expect(status, tried).toBeLessThan(500);
  for (const code of codes) expect(code, tried).toMatch(/^(?!INTERNAL)[A-Z_]+$/);
  expect(text).not.toMatch(/node_modules|\.[jt]s:\d|Prisma|invocation/);
  if (inputs.length === 1) return;
  const left = inputs.filter((_, index) => !answered(index));
  for (let index = 0; index < left.length; index += 4)
    await Promise.all(left.slice(index, index + 4).map((input) => tryOut(place, [input])));
}
