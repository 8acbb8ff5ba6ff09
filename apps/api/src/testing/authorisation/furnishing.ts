import { tellPreviewed } from '../../messages/service/previews.ts';
import { tellTranscribed } from '../../messages/service/voice.ts';
import { transaction } from '../../realtime/transaction.ts';
import { change, clientId } from '../convergence/scene.ts';
import { uuidOf } from '../ids.ts';
import { inSeconds } from '../keeping.ts';
import type { Stage } from '../stage.ts';
import { sendVoice } from '../voices.ts';
import type { Company } from './company.ts';
import { manyPeople, unprove } from './people.ts';
import { say } from './scenes.ts';

/** What a company has, beside what the table names, so that every field has something to answer with. */

/** A public group with everything in it that only happens to public ones. */
export async function openHall(company: Company): Promise<string> {
  const { owner, administrator, self, member, muted, friend } = company;
  const { stage } = company;
  const [guest, troublemaker] = await manyPeople(stage, 2);
  if (!guest || !troublemaker) throw new Error('Two people were made');
  const settings = { visibility: 'PUBLIC', joinPolicy: 'OPEN' } as const;
  const hall = await owner.group('Tea hall', [administrator], settings);
  const input = { conversationId: hall };
  for (const person of [self, member, muted, troublemaker])
    await change(person, 'joinGroup', input);
  const appointed = { ...input, userId: administrator.id, role: 'ADMINISTRATOR' };
  await change(owner, 'setMemberRole', appointed);
  await change(owner, 'muteMember', { ...input, userId: muted.id, until: inSeconds(86_400) });
  await change(owner, 'removeMembers', { ...input, userIds: [troublemaker.id], ban: true });
  await owner.befriend(guest);
  await owner.befriend(friend);
  await change(owner, 'addMembers', { ...input, userIds: [guest.id] });
  await change(owner, 'transferGroup', { ...input, userId: administrator.id });
  await change(administrator, 'transferGroup', { ...input, userId: owner.id });
  await change(owner, 'setMemberRole', appointed);
  await change(owner, 'updateGroup', { ...input, name: 'Hall', joinPolicy: 'REQUEST' });
  await change(owner, 'updateGroup', { ...input, description: 'All the tea there is' });
  return hall;
}

/** What the table has no row for, of people and of the organisation. */
export async function surround({ stage, friend, former, installation, department }: Company) {
  await unprove(stage, former);
  await change(former, 'requestVerification', {});
  await change(friend, 'updatePrivacy', { foundByName: false });
  await change(installation, 'createDepartment', { name: 'Green tea', parentId: department });
}

/** Messages of every kind in the group. */
export async function sayEverything({ stage, self, group, member, owner }: Company, hall: string) {
  const card = { conversationId: group, clientId: clientId() };
  await change(self, 'sendCard', { ...card, userId: self.id });
  await change(self, 'sendCard', { ...card, clientId: clientId(), groupId: hall });
  await say(self, group, { text: '**tea**', format: 'MARKDOWN' });
  await change(self, 'editMessage', { messageId: await say(self, group), text: 'Tea!' });
  await change(owner, 'deleteMessageForEveryone', { messageId: await say(self, group) });
  const url = 'https://example.org/tea';
  await say(self, group, { text: url });
  await previewed(stage, url);
  await transcribed(stage, (await sendVoice(self, group)).id);
  await transcribed(stage, (await sendVoice(self, group)).id, 'SILENT');
  await change(member, 'markRead', { conversationId: group, seq: 1_000 });
}

/** As if the page had been read. */
export async function previewed({ backend }: Stage, url: string): Promise<void> {
  await backend.pool.query(
    `UPDATE link_preview SET state = 'READY', title = 'Tea', description = 'Green', site_name = 'Leaf',
       next_attempt_at = NULL, fetched_at = now(), expires_at = now() + interval '1 day' WHERE url = $1`,
    [url],
  );
  await transaction(backend, (tx) => tellPreviewed(tx, url));
}

/** As if the engine had understood it, or had failed. */
export async function transcribed(
  { backend }: Stage,
  messageId: string,
  failure: 'SILENT' | null = null,
): Promise<void> {
  const where = { id: uuidOf(messageId) };
  const { fileId } = await backend.db.message.findUniqueOrThrow({ where });
  if (!fileId) throw new Error('No voice message');
  const outcome = failure
    ? { state: 'FAILED' as const, failure }
    : { state: 'READY' as const, text: 'Green tea' };
  await transaction(backend, async (tx) => {
    await tx.db.voiceTranscript.create({ data: { fileId, nextAttemptAt: null, ...outcome } });
    await tellTranscribed(tx, fileId, failure ? null : 'Green tea');
  });
}
