import { randomUUID } from 'node:crypto';
import {
  execute,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellPreviewed } from '../messages/service/previews.ts';
import type { Delivered, Hint } from '../realtime/catalogue.ts';
import { type EventRow, toEvent } from '../realtime/log.ts';
import { transaction } from '../realtime/transaction.ts';
import { fireDueReminders } from '../schedules/service/reminders.ts';
import { schema } from '../schema.ts';
import { ChangeUsername } from '../testing/accounts.ts';
import { transcribed } from '../testing/authorisation/furnishing.ts';
import { liveThroughContacts } from '../testing/contacts.ts';
import { change } from '../testing/convergence/scene.ts';
import { askForExport } from '../testing/data-exports.ts';
import { graphql } from '../testing/graphql.ts';
import { liveThroughGroups } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { announce, askToJoin, linkInto } from '../testing/joining.ts';
import { keepEverything } from '../testing/keeping.ts';
import { jpeg, picture, sendEveryKind, upload } from '../testing/media.ts';
import { liveThroughMessages } from '../testing/messages.ts';
import { liveThroughMoments } from '../testing/moments.ts';
import { liveThroughOrganisation } from '../testing/organisation.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { hear, sendVoice } from '../testing/voices.ts';
import { type Person, SendMessage } from '../testing/world.ts';
import { createAudienceContext } from './context.ts';

/**
 * An event of a conversation is executed once for everybody who asks for the same. That is only right as long as no
 * field tells one member what is another's: a field that depends on the viewer must say so, and must stop the sharing.
 */

const MARK = 'Depends on the viewer';

const LeaveGroup = graphql(`
  mutation LeaveAGroup($input: LeaveGroupInput!) { leaveGroup(input: $input) { __typename } }
`);
const AddMembers = graphql(`
  mutation AddAMember($input: AddMembersInput!) { addMembers(input: $input) { __typename } }
`);
const MarkRead = graphql(`
  mutation ReadAll($input: MarkReadInput!) { markRead(input: $input) { __typename } }
`);
const SendCard = graphql(`
  mutation SendACard($input: SendCardInput!) { sendCard(input: $input) { __typename } }
`);
const ReadAnnouncement = graphql(`
  mutation ReadOne($input: MarkAnnouncementReadInput!) {
    markAnnouncementRead(input: $input) { __typename }
  }
`);
const TakeDown = graphql(`
  mutation TakeDownOne($input: RemoveAnnouncementInput!) {
    removeAnnouncement(input: $input) { __typename }
  }
`);
const RevokeSession = graphql(`
  mutation RevokeOne($input: RevokeSessionInput!) { revokeSession(input: $input) { __typename } }
`);

let stage: Stage;
/** One event at least of every kind, from a little town in which everything has happened. */
let items: Delivered[];
beforeAll(async () => {
  stage = await startStage();
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  const portrait = { ...(await jpeg()), content: await picture(320, 320).jpeg().toBuffer() };
  for (const person of [mei, tom, lin])
    await change(person, 'setAvatar', { fileId: (await upload(person, portrait)).id });
  await change(mei, 'setBackground', { pattern: 'WAVES' });
  await liveThroughGroups(mei, tom, lin);
  await liveThroughMessages(mei, tom);
  await sendEveryKind(mei, chat);
  const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
  await mei.ask(AddMembers, { input: { conversationId: group, userIds: [lin.id] } });
  await mei.send(chat, 'tea?');
  await tom.ask(MarkRead, { input: { conversationId: chat, seq: 1 } });
  await mei.ask(LeaveGroup, { input: { conversationId: group } });
  await openDoors(mei, tom);
  await keepEverything(mei, tom, chat);
  await liveThroughMoments(mei, tom);
  await previewLink(mei, chat);
  const { id: voice } = await sendVoice(mei, chat);
  await hear(tom, voice);
  await transcribed(stage, voice);
  await fireDueReminders(stage.backend);
  await askForExport(mei);
  await liveThroughContacts(mei, lin);
  // Mei is the first to have an account here, and so an administrator.
  await liveThroughOrganisation(mei, lin);
  const phone = await tom.onAnotherDevice();
  await tom.ask(ChangeUsername, { input: { username: `tom_${randomUUID().slice(0, 8)}` } });
  await tom.ask(RevokeSession, { input: { sessionId: phone.sessionId } });
  items = [...(await logged()), ...hints(mei.id, chat), ...control];
});
afterAll(() => stage.close());

/** A link whose page has been read. (No page is: what comes of reading one is the matter of links.test.ts.) */
async function previewLink(person: Person, chat: string): Promise<void> {
  const url = 'https://example.org/tea';
  await person.send(chat, url);
  await stage.backend.pool.query(
    `UPDATE link_preview SET state = 'READY', title = 'Tea', description = 'Green', site_name = 'Leaf',
       next_attempt_at = NULL, fetched_at = now(), expires_at = now() + interval '1 day' WHERE url = $1`,
    [url],
  );
  await transaction(stage.backend, (tx) => tellPreviewed(tx, url));
}

/** Ways into a public group, and what is announced in it: one announcement stands, one is taken down. */
async function openDoors(owner: Person, friend: Person): Promise<void> {
  const group = await owner.group('Tea', [friend], { visibility: 'PUBLIC' });
  await linkInto(group, owner);
  for (const card of [{ groupId: group }, { userId: friend.id }])
    await owner.ask(SendCard, {
      input: { conversationId: group, clientId: randomUUID(), ...card },
    });
  const text = '**Tea** at nine';
  await owner.ask(SendMessage, {
    input: { conversationId: group, clientId: randomUUID(), format: 'MARKDOWN', text },
  });
  await askToJoin(await stage.world.user('Eve'), group);
  for (const text of ['We open at nine.', 'We close at nine.']) {
    const input = { announcementId: await announce(owner, group, text) };
    await friend.ask(ReadAnnouncement, { input });
    if (text.includes('open')) await owner.ask(TakeDown, { input });
  }
}

const cursor = 'of no importance here';
const control: Delivered[] = [
  { kind: 'CaughtUp', cursor },
  { kind: 'Reset', reason: 'FOREIGN', cursor },
];

async function logged(): Promise<Delivered[]> {
  const { rows } = await stage.backend.pool.query<EventRow>('SELECT * FROM event');
  return rows.map((row) => ({ ...toEvent(row), cursor }));
}

function hints(userId: string, chatId: string): Delivered[] {
  const [accountId, conversationId] = [uuidOf(userId), uuidOf(chatId)];
  const momentId = randomUUID();
  const expiresAt = new Date().toISOString();
  const all: Hint[] = [
    { kind: 'TypingStarted', payload: { conversationId, accountId, expiresAt } },
    { kind: 'PresenceChanged', payload: { accountId } },
    { kind: 'OrganisationChanged', payload: {} },
    { kind: 'ReachChanged', payload: { accountId } },
    { kind: 'MomentPosted', payload: { momentId } },
    { kind: 'MomentTouched', payload: { momentId, personIds: [], accountIds: [] } },
    { kind: 'TimelineChanged', payload: { authorId: accountId, accountIds: null } },
  ];
  return all.map((hint) => ({ ...hint, cursor }));
}

const eventType = schema.getType('Event');
if (!isAbstractType(eventType)) throw new Error('There is no interface Event');
/** MessageSent first: what it leads to holds messages of every kind, and is looked at on the first way that leads there. */
const events = [...schema.getPossibleTypes(eventType)].sort(
  (one, other) => Number(other.name === 'MessageSent') - Number(one.name === 'MessageSent'),
);

interface Probe {
  name: string;
  event: string;
  document: string;
  marked: boolean;
}

/** Values for the arguments that a field on the way cannot be asked without, by name. */
const REQUIRED: Record<string, string> = {
  behind: '0',
  instant: '"2026-11-21T08:00:00.000Z"',
  month: '"2026-11"',
  read: 'true',
  seq: '1',
  timeZone: '"UTC"',
};

function asked(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map(({ name }) => {
    if (!REQUIRED[name]) throw new Error(`Add a value for ${field.name}(${name}:) to REQUIRED`);
    return `${name}: ${REQUIRED[name]}`;
  });
  return given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name;
}

/** One document for every field that an event leads to, on a way that depends on nobody. */
function probes(): Probe[] {
  const found: Probe[] = [];
  const seen = new Set<string>();
  const queue: { event: string; type: GraphQLObjectType; wrap: (inner: string) => string }[] =
    events.map((type) => ({
      event: type.name,
      type,
      wrap: (inner) => `subscription { events { ... on ${type.name} { ${inner} } } }`,
    }));
  for (const { event, type, wrap } of queue) {
    if (seen.has(type.name)) continue;
    seen.add(type.name);
    for (const field of Object.values(type.getFields())) {
      const result = getNamedType(field.type);
      const marked = field.description?.includes(MARK) ?? false;
      const inner = isCompositeType(result) ? `${asked(field)} { __typename }` : asked(field);
      const name = `${type.name}.${field.name}`;
      found.push({ name, event, marked, document: wrap(inner) });
      if (marked || !isCompositeType(result)) continue;
      for (const member of isAbstractType(result) ? schema.getPossibleTypes(result) : [result])
        if (isObjectType(member))
          queue.push({
            event,
            type: member,
            wrap: (deeper) => wrap(`${asked(field)} { ... on ${member.name} { ${deeper} } }`),
          });
    }
  }
  return found;
}

/** Whether executing a document for nobody in particular asked for the viewer, and the names that came out of it. */
async function executeForAll(document: string, item: Delivered) {
  const context = createAudienceContext(stage.backend);
  const { data } = await execute({
    schema,
    document: parse(document),
    rootValue: item,
    contextValue: context,
  });
  return { viewerNeeded: context.viewerNeeded, text: JSON.stringify(data) };
}

test('every event is at hand', () => {
  const kinds = new Set(items.map((item) => item.kind));
  expect([...kinds].sort()).toEqual(events.map((type) => type.name).sort());
});

describe('executed for everybody at once', () => {
  const all = probes();

  test('the way leads to people, conversations and messages', () => {
    for (const name of ['User.relation', 'Conversation.unreadCount', 'Message.delivery'])
      expect(all.map((probe) => probe.name)).toContain(name);
    expect(all.filter((probe) => probe.marked).length).toBeGreaterThan(5);
  });

  for (const { name, event, document, marked } of all)
    test(`${name} ${marked ? 'needs a viewer, as it says' : 'is the same for everyone'}`, async () => {
      const leaf = name.split('.')[1] ?? '';
      const outcomes = [];
      for (const item of items.filter(({ kind }) => kind === event))
        outcomes.push(await executeForAll(document, item));
      const reached = outcomes.filter(
        ({ viewerNeeded, text }) => viewerNeeded || text.includes(`"${leaf}":`),
      );
      expect(reached.length, document).toBeGreaterThan(0);
      expect(new Set(reached.map(({ viewerNeeded }) => viewerNeeded))).toEqual(new Set([marked]));
    });
});
