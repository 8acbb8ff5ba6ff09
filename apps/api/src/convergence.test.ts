import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellProfileChanges } from './accounts/service/profile.ts';
import { tellFriends } from './contacts/service/profiles.ts';
import { expireFriendRequests } from './contacts/service/requests.ts';
import { tellConversations } from './groups/service/profiles.ts';
import { runLinkPreviews } from './links/service.ts';
import { runTranscriptions } from './media/transcription.ts';
import { tellPreviewed } from './messages/service/previews.ts';
import { tellTranscribed } from './messages/service/voice.ts';
import { UNDER_WAY } from './personal-data/service/exports.ts';
import { makeDataExport } from './personal-data/service/making.ts';
import { fireDueReminders } from './schedules/service/reminders.ts';
import { sendDueMessages } from './schedules/service/sending.ts';
import { schema } from './schema.ts';
import { outdated } from './testing/contacts.ts';
import { addressCases } from './testing/convergence/address-cases.ts';
import { administrationCases } from './testing/convergence/administration-cases.ts';
import { codeCases } from './testing/convergence/code-cases.ts';
import { conversationCases, keepingCases } from './testing/convergence/conversation-cases.ts';
import { erasureCases } from './testing/convergence/erasure-cases.ts';
import { TAKING } from './testing/convergence/events.ts';
import { doorCases, groupCases } from './testing/convergence/group-cases.ts';
import { messageCases } from './testing/convergence/message-cases.ts';
import {
  conversationIds,
  fetchView,
  missedPages,
  missing,
  shortPages,
  takeIn,
  type View,
} from './testing/convergence/model.ts';
import { momentCases } from './testing/convergence/moment-cases.ts';
import { accountCases, contactCases } from './testing/convergence/people-cases.ts';
import { type Cases, change, friends, house, type Scene } from './testing/convergence/scene.ts';
import { uuidOf } from './testing/ids.ts';
import { forwarded, reminded, scheduled } from './testing/keeping.ts';
import { WITH_OUTBOX } from './testing/mailbox.ts';
import { Pages } from './testing/pages.ts';
import { freshCursor, type Stage, startStage } from './testing/stage.ts';
import { sendVoice, WITH_ENGINE } from './testing/voices.ts';
import type { Person } from './testing/world.ts';

/**
 * Whoever takes the events since into what they had sees what they would if they fetched everything afresh: for every
 * mutation, for everybody concerned, on another device. The mutations are taken from the schema, so that a new one
 * without a case fails from its first day.
 */

const pages = new Pages();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    ...WITH_OUTBOX,
    LINK_PREVIEW_ALLOWED_ADDRESSES: '127.0.0.0/8',
    ...WITH_ENGINE,
  });
});
afterAll(async () => {
  await pages.close();
  await stage.close();
});

const mutations: Cases = {
  ...accountCases,
  ...contactCases,
  ...conversationCases,
  ...messageCases,
  ...groupCases,
  ...doorCases,
  ...keepingCases,
  ...momentCases,
  ...administrationCases(() => stage),
  ...codeCases(() => stage),
  ...addressCases(() => stage),
  ...erasureCases(() => stage),
  transcribeVoice: {
    'that was forwarded, until the text is there': async (world) => {
      const { mei, tom, chat, people } = await friends(world);
      const { id: messageId } = await sendVoice(mei, chat);
      await forwarded(tom, { conversationId: await tom.open(tom), messageIds: [messageId] });
      const act = async () => {
        await change(tom, 'transcribeVoice', { messageId });
        await runTranscriptions(stage.backend, tellTranscribed);
      };
      return { people, act };
    },
  },
};

/** Tells what has changed of this person, or waits until a case beside this one has, which took it first. */
async function tellChangeOf({ id }: Person): Promise<void> {
  await tellProfileChanges(stage.backend, [tellFriends, tellConversations]);
  const untold = () => stage.backend.db.profileChange.count({ where: { accountId: uuidOf(id) } });
  while ((await untold()) > 0) await sleep(20);
}

/** Makes the archives of this person's data, or waits until a case beside this one has, which took one first. */
async function makeAll({ id }: Person): Promise<void> {
  const where = { accountId: uuidOf(id), state: { in: UNDER_WAY } };
  while ((await stage.backend.db.dataExport.count({ where })) > 0) {
    await makeDataExport(stage.backend);
    await sleep(20);
  }
}

/** What no caller does, but time. */
const worker: Cases = {
  profiles: {
    'told to friends and groups': async (world) => {
      const { mei, people } = await house(world);
      const act = async () => {
        await change(mei, 'updateProfile', { nickname: 'Mei Lin', bio: 'Oolong' });
        await tellChangeOf(mei);
      };
      return { people, act };
    },
    'told to those who are no friends': async (world) => {
      const { lin, people } = await house(world);
      const act = async () => {
        await change(lin, 'changeUsername', { username: `lin_${randomBytes(5).toString('hex')}` });
        await change(lin, 'updateProfile', { nickname: 'Lin Lin' });
        await tellChangeOf(lin);
      };
      return { people, act };
    },
  },
  'scheduled messages': {
    'sent when due': async (world) => {
      const { mei, chat, people } = await friends(world);
      await scheduled(mei, chat, 'now');
      return { people, act: () => sendDueMessages(stage.backend) };
    },
  },
  'archives of personal data': {
    'made, then in the place of one from before': async (world) => {
      const { mei, tom, chat, people } = await friends(world);
      await tom.send(chat, 'tea?');
      await change(mei, 'requestDataExport', {});
      await makeAll(mei);
      await change(mei, 'requestDataExport', {});
      return { people, act: () => makeAll(mei) };
    },
  },
  reminders: {
    'fired when due': async (world) => {
      const { mei, tom, chat, people } = await friends(world);
      await reminded(mei, (await tom.send(chat, 'tea?')).id);
      return { people, act: () => fireDueReminders(stage.backend) };
    },
  },
  'friend requests': {
    'expired unanswered': async (world) => {
      const { people } = await outdated(stage, world);
      return { people, act: () => expireFriendRequests(stage.backend) };
    },
  },
  'link previews': {
    'fetched when asked for': async (world) => {
      const page = await pages.page('<title>Oolong</title>');
      const url = page.at('/oolong', '127.0.0.1');
      const { mei, chat, people } = await friends(world);
      await mei.send(chat, `look: ${url}`);
      return { people, act: () => runLinkPreviews(stage.backend, tellPreviewed) };
    },
  },
};

test('every mutation has a case, and every case a mutation', () => {
  expect(Object.keys(mutations).sort()).toEqual(
    Object.keys(schema.getMutationType()?.getFields() ?? {}).sort(),
  );
});

const taken = new Set<string>();

interface Watching {
  device: Person;
  cursor: string;
  before: View;
}

async function watch(scene: Scene): Promise<Watching[]> {
  const devices =
    scene.devices ?? (await Promise.all(scene.people?.map((one) => one.onAnotherDevice()) ?? []));
  return Promise.all(
    devices.map(async (device) => {
      // The cursor first, so that nothing falls between the two.
      const cursor = await freshCursor(stage, device);
      return { device, cursor, before: await fetchView(device) };
    }),
  );
}

/** What is wrong on one device, in the first of the ways in which events may come where something is. */
async function wrongOn({ device, cursor, before }: Watching, fresh: View): Promise<string[]> {
  const [whole, short] = await Promise.all([
    missedPages(device, cursor),
    missedPages(device, cursor, shortPages),
  ]);
  for (const { __typename } of whole.flat()) taken.add(__typename);
  const ways = {
    'each event once': whole,
    'each event twice': whole.map((page) => page.flatMap((event) => [event, event])),
    'all events twice': [...whole, ...whole],
    'events in short pages': short,
  };
  for (const [way, given] of Object.entries(ways)) {
    const wrong = missing(fresh, await takeIn(device, before, given));
    const kinds = given.flat().map(({ __typename }) => __typename);
    if (wrong.length > 0)
      return [`${device.account.nickname}, ${way} (${kinds.join(', ') || 'none came'}):`, ...wrong];
  }
  return [];
}

const everything = { ...mutations, ...worker };

describe.concurrent.each(Object.entries(everything))('%s', (_name, situations) => {
  test.each(Object.entries(situations))('%s', async (_situation, prepare) => {
    const scene = await prepare(stage.world);
    const watching = await watch(scene);
    await scene.act();
    const seen = await Promise.all(
      watching.map(async (one) => {
        const fresh = await fetchView(one.device, conversationIds(one.before.graph));
        return { wrong: await wrongOn(one, fresh), changed: missing(fresh, one.before) };
      }),
    );
    expect(seen.flatMap(({ wrong }) => wrong)).toEqual([]);
    // A case in which nothing changes for anybody protects nothing, unless it is there to show just that.
    const changed = seen.flatMap((one) => one.changed);
    if (scene.silent) expect(changed).toEqual([]);
    else expect(changed).not.toEqual([]);
  });
});

test('as many people are counted in each conversation as are in it', async () => {
  const { rows } = await stage.backend.pool.query(
    `SELECT c.id, c.member_count FROM conversation c LEFT JOIN member m ON m.conversation_id = c.id
     GROUP BY c.id HAVING count(m.account_id) <> c.member_count`,
  );
  expect(rows).toEqual([]);
});

test('every kind of event that is logged has been taken in by somebody', () => {
  const logged = Object.values(schema.getTypeMap())
    .filter(
      (type) =>
        isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'LoggedEvent'),
    )
    .map(({ name }) => name)
    .sort();
  expect(Object.keys(TAKING).sort()).toEqual(logged);
  // The last event of its stream reaches only those who are there; whoever comes back hears ConversationLeft.
  expect([...taken, 'GroupDissolved'].sort()).toEqual(logged);
});
