import { beforeAll, describe, expect, test } from 'vitest';
import { type Rows, settle } from './rows.ts';
import { things } from './things.ts';

// Later than any day on which this is run for the first time, and so later than the clock.
const now = new Date(2126, 10, 25, 12, 0);
let rows: Rows;
let earlier: Rows;
beforeAll(() => {
  rows = settle(now);
  earlier = settle(new Date(2020, 0, 1, 12, 0));
});

type MessageRow = Rows['messages'][number];

const messageOf = (id: unknown): MessageRow => {
  const found = rows.messages.find((message) => message.id === id);
  if (!found) throw new Error(`No message ${String(id)}`);
  return found;
};

const memberOf = (conversationId: string, accountId: string) =>
  rows.members.find(
    (member) => member.conversationId === conversationId && member.accountId === accountId,
  );

const isGone = (message: MessageRow) => Boolean(message.recalledAt ?? message.deletedAt);

const runs = (conversationId: string, accountId: string) =>
  memberOf(conversationId, accountId)?.role !== 'MEMBER';

const WORDS = ['TEXT', 'MARKDOWN', 'CONTACT_CARD', 'GROUP_CARD', 'BUNDLE'];
const SHOWN = ['IMAGE', 'FILE', 'VOICE'];

const audited = (action: string) =>
  rows.auditEntries
    .filter((entry) => entry.action === action)
    .map(({ subjectId }) => subjectId)
    .sort();

describe('Messages', () => {
  test('An answer follows what it answers, in the same conversation', () => {
    const replies = rows.messages.filter(({ replyToId }) => replyToId);
    expect(replies.length).toBeGreaterThan(10);
    for (const reply of replies) {
      const original = messageOf(reply.replyToId);
      expect(original.conversationId).toBe(reply.conversationId);
      expect(original.seq).toBeLessThan(reply.seq);
      expect(isGone(original)).toBe(false);
    }
  });

  test('Whoever reacts was there, and reacts to words that stand', () => {
    expect(rows.messageReactions.length).toBeGreaterThan(50);
    for (const { messageId, accountId, createdAt } of rows.messageReactions) {
      const message = messageOf(messageId);
      const member = memberOf(message.conversationId, accountId);
      expect(member && (member.joinedSeq ?? 0) < message.seq, message.text).toBe(true);
      expect(member && (member.readSeq ?? 0) >= message.seq, message.text).toBe(true);
      expect([...WORDS, ...SHOWN].includes(message.kind ?? '') && !isGone(message)).toBe(true);
      expect(createdAt! > message.createdAt! && createdAt! <= now).toBe(true);
    }
  });

  test('A mention is where the name stands that a member goes by', () => {
    const named = rows.messageMentions.filter(({ length }) => length > 0);
    expect(named.length).toBeGreaterThan(3);
    for (const { messageId, conversationId, accountId, seq, start, length } of named) {
      const { text = '', ...message } = messageOf(messageId);
      expect([message.conversationId, message.seq]).toEqual([conversationId, seq]);
      const member = memberOf(conversationId, accountId!);
      const account = rows.accounts.find(({ id }) => id === accountId);
      const name = [...text].slice(start, start + length).join('');
      expect(name).toBe(`@${member?.nickname ?? account?.nickname}`);
    }
  });

  test('What was edited, recalled or deleted keeps what it said, and is on record', () => {
    const changed = rows.messages.filter((message) => message.editedAt ?? isGone(message));
    const idsOf = (wanted: (message: MessageRow) => unknown) =>
      rows.messages
        .filter(wanted)
        .map(({ id }) => id)
        .sort();
    expect(changed.length).toBeGreaterThan(3);
    for (const message of changed) {
      const [kept, ...more] = rows.messageVersions.filter((one) => one.messageId === message.id);
      expect([kept?.version, kept?.writtenAt, more]).toEqual([1, message.createdAt, []]);
      expect(kept?.text).not.toBe(message.text);
      expect(message.text === '').toBe(isGone(message));
      const endedAt = message.editedAt ?? message.recalledAt ?? message.deletedAt;
      expect(kept?.endedAt).toEqual(endedAt);
      expect(endedAt! <= now).toBe(true);
      if (message.recalledAt)
        expect(+new Date(message.recalledAt) - +new Date(message.createdAt!)).toBeLessThan(120_000);
      if (message.deletedById) expect(runs(message.conversationId, message.deletedById)).toBe(true);
    }
    expect(audited('MessageEdited')).toEqual(idsOf(({ editedAt }) => editedAt));
    expect(audited('MessageRecalled')).toEqual(idsOf(({ recalledAt }) => recalledAt));
    expect(audited('MessageDeleted')).toEqual(idsOf(({ deletedAt }) => deletedAt));
  });

  test('A pin has its notice, by somebody who may pin', () => {
    expect(rows.messagePins.length).toBeGreaterThan(2);
    for (const { messageId, conversationId, pinnedById, pinnedAt } of rows.messagePins) {
      const notice = rows.messages.find(
        ({ kind, data }) =>
          kind === 'MESSAGE_PINNED' && (data as { messageId: string }).messageId === messageId,
      );
      expect([notice?.senderId, notice?.createdAt]).toEqual([pinnedById, pinnedAt]);
      expect(isGone(messageOf(messageId))).toBe(false);
      const group = rows.conversations.find(({ id }) => id === conversationId)?.kind === 'GROUP';
      if (group) expect(runs(conversationId, pinnedById)).toBe(true);
    }
    expect(audited('MessagePinned')).toEqual(
      rows.messagePins.map(({ messageId }) => messageId).sort(),
    );
  });

  test('An announcement has its notice, which means everyone; its author has read it', () => {
    expect(rows.announcements.length).toBeGreaterThan(1);
    for (const { id, authorId, conversationId, text } of rows.announcements) {
      const notice = rows.messages.find(
        ({ kind, data }) =>
          kind === 'ANNOUNCEMENT' && (data as { announcementId: string }).announcementId === id,
      );
      expect([notice?.senderId, notice?.conversationId]).toEqual([authorId, conversationId]);
      expect(rows.messageMentions).toContainEqual(
        expect.objectContaining({ messageId: notice?.id, start: 0, length: 0 }),
      );
      const readers = rows.announcementReads.filter(({ announcementId }) => announcementId === id);
      expect(readers.map(({ accountId }) => accountId)).toContain(authorId);
      for (const { accountId } of readers)
        expect(memberOf(conversationId, accountId)).toBeDefined();
      expect(text.length).toBeGreaterThan(10);
    }
    expect(audited('AnnouncementPublished')).toEqual(rows.announcements.map(({ id }) => id).sort());
  });

  test('A chat history holds copies of what had been said by then, and is found by it', () => {
    expect(rows.bundles.length).toBeGreaterThan(0);
    for (const bundle of rows.bundles) {
      const entries = rows.bundleEntries.filter(({ bundleId }) => bundleId === bundle.id);
      expect(entries.map(({ position }) => position)).toEqual(entries.map((_, place) => place + 1));
      const message = rows.messages.find(({ bundleId }) => bundleId === bundle.id);
      expect(message?.text).toBe(entries.map(({ text }) => text).join('\n'));
      for (const { sentAt, text, kind } of entries) {
        expect(sentAt < message!.createdAt!).toBe(true);
        expect(rows.messages).toContainEqual(
          expect.objectContaining({ text, kind, createdAt: sentAt }),
        );
      }
    }
  });

  test('A link has the preview that its page would have', () => {
    const linked = [...rows.messages, ...rows.moments].flatMap(({ linkUrl }) => linkUrl ?? []);
    expect(linked.length).toBeGreaterThan(3);
    expect([...new Set(linked)].sort()).toEqual(rows.linkPreviews.map(({ url }) => url).sort());
  });
});

describe('Roles', () => {
  test('Are those that the notices gave', () => {
    for (const { conversationId, accountId, role } of rows.members) {
      const given = rows.messages.some(
        ({ kind, subjectIds, ...message }) =>
          kind === 'ROLE_CHANGED' &&
          message.conversationId === conversationId &&
          (subjectIds as string[]).includes(accountId),
      );
      expect(role === 'ADMINISTRATOR').toBe(given);
    }
  });

  test('Somebody is muted, says nothing since, and runs nothing', () => {
    const muted = rows.members.filter(({ mutedUntil }) => mutedUntil);
    expect(muted).toHaveLength(1);
    for (const { conversationId, accountId, mutedUntil, role } of muted) {
      expect(mutedUntil! > now && role === 'MEMBER').toBe(true);
      const notice = rows.messages.find(
        (message) =>
          message.kind === 'MEMBER_MUTED' && (message.subjectIds as string[])[0] === accountId,
      );
      const later = rows.messages.filter(
        (message) =>
          message.conversationId === conversationId &&
          message.senderId === accountId &&
          message.seq > notice!.seq,
      );
      expect(later).toEqual([]);
    }
  });
});

describe('What people keep', () => {
  test('Favourites are what members saw, where it may be taken away', () => {
    for (const { accountId, messageId, text, kind, sentAt, savedAt } of rows.favourites) {
      const message = messageOf(messageId);
      const member = memberOf(message.conversationId, accountId);
      expect(member && (member.joinedSeq ?? 0) < message.seq).toBe(true);
      expect([message.text, message.kind, message.createdAt]).toEqual([text, kind, sentAt]);
      expect(savedAt! > sentAt && savedAt! <= now, text).toBe(true);
      const conversation = rows.conversations.find(({ id }) => id === message.conversationId);
      expect(conversation?.forwardingForbidden ?? false).toBe(false);
    }
  });

  test('Drafts, plans and reminders are in conversations of one’s own; plans are still to come', () => {
    for (const { accountId, conversationId } of [...rows.drafts, ...rows.scheduledMessages])
      expect(memberOf(conversationId, accountId)).toBeDefined();
    for (const { sendAt } of rows.scheduledMessages) expect(sendAt > now).toBe(true);
    // Nothing is due at once either in a town as it was on an earlier day.
    for (const { sendAt } of earlier.scheduledMessages)
      expect(+new Date(sendAt)).toBeGreaterThan(Date.now());
    for (const { accountId, messageId, status, remindAt } of rows.reminders) {
      expect(memberOf(messageOf(messageId).conversationId, accountId)).toBeDefined();
      expect(remindAt > now).toBe(status !== 'FIRED');
    }
  });

  test('Outsiders ask at public groups, and are invited into others by friends who run them', () => {
    const groupOf = (wanted: string) => rows.conversations.find(({ id }) => id === wanted);
    for (const { conversationId, accountId } of rows.joinRequests) {
      expect(memberOf(conversationId, accountId)).toBeUndefined();
      expect(groupOf(conversationId)).toMatchObject({ visibility: 'PUBLIC' });
    }
    for (const { conversationId, createdById, inviteeId, expiresAt } of rows.groupInvites) {
      expect(runs(conversationId, createdById) && expiresAt > now).toBe(true);
      if (!inviteeId) continue;
      expect(memberOf(conversationId, inviteeId)).toBeUndefined();
      expect(rows.friendships).toContainEqual(
        expect.objectContaining({ accountId: createdById, friendId: inviteeId }),
      );
    }
    expect(audited('GroupInviteCreated')).toEqual(rows.groupInvites.map(({ id }) => id).sort());
  });
});

describe('Files', () => {
  test('Whatever there is in this town is shown somewhere, and each thing is one file', () => {
    expect(rows.files.map(({ thing }) => thing.name).sort()).toEqual(
      things.map(({ name }) => name).sort(),
    );
    expect(new Set(rows.files.map(({ row }) => row.storageKey)).size).toBe(things.length);
  });

  test('A file is found by its name, and nothing else that is shown by any', () => {
    const sent = rows.messages.filter(({ kind }) => SHOWN.includes(kind ?? ''));
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(SHOWN));
    for (const { kind, text, fileId } of sent) {
      const file = rows.files.find(({ row }) => row.id === fileId);
      expect(text).toBe(kind === 'FILE' ? file?.row.name : '');
    }
  });

  test('About half of the people have a face; groups have one, an emoji, or the faces of their members', () => {
    const faces = rows.accounts.filter(({ avatarFileId }) => avatarFileId).length;
    expect(faces / rows.accounts.length).toBeGreaterThan(0.4);
    expect(faces / rows.accounts.length).toBeLessThan(0.6);
    const groups = rows.conversations.filter(({ kind }) => kind === 'GROUP');
    const looks = groups.map(({ avatarFileId, avatarEmoji }) =>
      avatarFileId ? 'picture' : avatarEmoji ? 'emoji' : 'faces',
    );
    expect(new Set(looks)).toEqual(new Set(['picture', 'emoji', 'faces']));
    expect(groups.some((group) => group.avatarFileId && group.avatarEmoji)).toBe(false);
  });
});

describe('Moments', () => {
  const shown = () =>
    rows.moments.map(({ id, ...moment }) => ({
      ...moment,
      pictures: rows.momentFiles.filter(({ momentId }) => momentId === id).length,
      mentions: rows.momentMentions.filter(({ momentId }) => momentId === id).length,
    }));

  test('Have every shape that a post has, in both languages', () => {
    const posts = shown();
    expect([...new Set(posts.map(({ pictures }) => pictures))].sort()).toEqual([
      0, 1, 2, 3, 4, 6, 9,
    ]);
    expect(new Set(posts.map(({ visibility }) => visibility))).toEqual(
      new Set(['PUBLIC', 'FRIENDS', 'EXCEPT', 'PRIVATE']),
    );
    expect(posts.filter(({ linkUrl }) => linkUrl)).toHaveLength(1);
    expect(posts.filter(({ locationLabel }) => locationLabel).length).toBeGreaterThan(3);
    expect(posts.filter(({ mentions }) => mentions > 1)).toHaveLength(1);
    for (const script of [/\p{Script=Han}{6}/u, /[A-Za-z]+ [A-Za-z]+ [A-Za-z]+/])
      expect(posts.filter(({ text }) => script.test(text ?? '')).length).toBeGreaterThan(4);
    expect(new Set(posts.map(({ authorId }) => authorId)).size).toBeGreaterThan(8);
  });

  test('Are of the last weeks: some of today, none older than five weeks', () => {
    const days = rows.moments.map(({ createdAt }) => (+now - +new Date(createdAt!)) / 86_400_000);
    expect(Math.min(...days)).toBeLessThan(0.5);
    expect(Math.max(...days)).toBeLessThan(35);
    for (const [from, to] of [
      [0, 1],
      [1, 4],
      [4, 9],
      [9, 21],
    ] as const)
      expect(days.filter((age) => age >= from && age < to).length, `${from}`).toBeGreaterThan(0);
  });

  test('Pages of the demo accounts have a picture at their head', () => {
    const covered = rows.momentSettings.map(({ accountId }) => accountId);
    for (const { id, username } of rows.accounts)
      if (['mei', 'tom', 'lin'].includes(username)) expect(covered).toContain(id);
  });
});
