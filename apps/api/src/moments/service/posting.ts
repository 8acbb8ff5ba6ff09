import type { Moment } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import { firstLink } from '../../links/first-link.ts';
import { requestPreview } from '../../links/service.ts';
import { attachFile } from '../../media/service/attaching.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { isBlank, oneLine } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockOwnMoment, momentColumns } from '../access.ts';
import { friendsSeeing } from '../audiences.ts';
import { MomentEmptyError } from '../errors.ts';
import { checkText, takeLimit } from '../limits.ts';
import { type Audience, checkAudience, requireNamedFriends, writeAudience } from './audience.ts';
import { notify, takeBack, tellNotified } from './notices.ts';

export interface Draft {
  clientId: string;
  text: string;
  /** Pictures, or one video, in the order in which they are shown. */
  fileIds: readonly string[];
  locationLabel: string | null;
  mentionedIds: readonly string[];
  audience: Audience;
}

export const PICTURES_MAX = 9;
export const MENTIONED_MAX = 50;
export const LOCATION_MAX = 60;

/** A draft as it is kept. */
interface Content {
  clientId: string;
  text: string;
  locationLabel: string | null;
  linkUrl: string | null;
  visibility: Audience['visibility'];
}

function checkDraft({ env }: Pick<Backend, 'env'>, draft: Draft): Content {
  const { clientId, fileIds, mentionedIds, audience } = draft;
  const text = checkText(draft.text, env.MOMENT_MAX_CHARACTERS);
  if (text === '' && fileIds.length === 0) throw new MomentEmptyError();
  if (fileIds.length > PICTURES_MAX || new Set(fileIds).size < fileIds.length)
    throw new InvalidFieldError('fileIds', `At most ${PICTURES_MAX}, each of them once.`);
  if (mentionedIds.length > MENTIONED_MAX)
    throw new InvalidFieldError('mentionedUserIds', `At most ${MENTIONED_MAX} friends.`);
  checkAudience(audience);
  return {
    ...{ clientId, text, visibility: audience.visibility },
    locationLabel: checkLocation(draft.locationLabel),
    // A picture says more than what a page says of itself.
    linkUrl: fileIds.length === 0 ? firstLink(text) : null,
  };
}

function checkLocation(given: string | null): string | null {
  const label = given === null ? '' : oneLine(given);
  if ([...label].length > LOCATION_MAX)
    throw new InvalidFieldError('locationLabel', `At most ${LOCATION_MAX} characters.`);
  return isBlank(label) ? null : label;
}

/** Shows something on the viewer's own page. A client id that is known answers with the first post. */
export async function postMoment(backend: Backend, viewer: Viewer, draft: Draft): Promise<Moment> {
  const content = checkDraft(backend, draft);
  const { moment, posted } = await transaction(backend, async (tx) => {
    const made = await insertMoment(tx, viewer, content);
    if (!made) return { moment: await firstOf(tx, viewer, draft.clientId), posted: false };
    await takeLimit(backend, tx, viewer, 'MOMENTS_PER_DAY');
    await writeAudience(tx, viewer, made.id, draft.audience);
    await writeFiles(tx, viewer, made.id, draft.fileIds);
    await requireNamedFriends(tx, viewer, draft.mentionedIds);
    await tx.db.momentMention.createMany({
      data: draft.mentionedIds.map((accountId, index) => ({
        ...{ momentId: made.id, accountId, place: index + 1 },
      })),
    });
    if (made.linkUrl) await requestPreview(backend, tx, made.linkUrl, viewer.accountId);
    tx.publishToAccount(viewer.accountId, 'MomentChanged', { momentId: made.id });
    const news = { kind: 'MENTIONED', momentId: made.id, actorId: viewer.accountId } as const;
    await notify(tx, news, draft.mentionedIds);
    return { moment: made, posted: true };
  });
  if (posted) backend.bus.publish([{ kind: 'MomentPosted', payload: { momentId: moment.id } }]);
  return moment;
}

/** Null where the client id is known. Dated by the database, whichever process it comes through. */
async function insertMoment(
  { db }: Transaction,
  { accountId }: Viewer,
  { clientId, text, locationLabel, linkUrl, visibility }: Content,
): Promise<Moment | undefined> {
  const [made] = await db.$queryRawUnsafe<Moment[]>(
    `INSERT INTO moment AS m (id, author_id, client_id, text, location_label, link_url, visibility, created_at)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7::moment_visibility, clock_timestamp())
     ON CONFLICT (author_id, client_id) DO NOTHING RETURNING ${momentColumns('m')}`,
    ...[uuid(), accountId, clientId, text, locationLabel, linkUrl, visibility],
  );
  return made;
}

async function firstOf(
  { db }: Transaction,
  { accountId: authorId }: Viewer,
  clientId: string,
): Promise<Moment> {
  const first = await db.moment.findUnique({
    where: { authorId_clientId: { authorId, clientId } },
  });
  // Posted, and deleted since: it does not come back because somebody says it again.
  if (!first || first.deletedAt) throw new NotFoundError('moment');
  return first;
}

async function writeFiles(
  tx: Transaction,
  viewer: Viewer,
  momentId: string,
  fileIds: readonly string[],
): Promise<void> {
  const kinds = fileIds.length === 1 ? (['IMAGE', 'VIDEO'] as const) : (['IMAGE'] as const);
  // In one order for everybody, so that nobody waits in a circle.
  for (const fileId of [...fileIds].sort()) await attachFile(tx, viewer, fileId, kinds);
  await tx.db.momentFile.createMany({
    data: fileIds.map((fileId, index) => ({ momentId, fileId, place: index + 1 })),
  });
}

/** Shows a post to others than before, from this moment on. */
export async function changeMomentVisibility(
  backend: Backend,
  viewer: Viewer,
  { momentId, audience }: { momentId: string; audience: Audience },
): Promise<Moment> {
  checkAudience(audience);
  const { moment, accountIds } = await transaction(backend, async (tx) => {
    await lockOwnMoment(tx, viewer, momentId);
    const seeing = await friendsSeeing(tx.db, momentId);
    await writeAudience(tx, viewer, momentId, audience);
    const changed = await tx.db.moment.update({
      where: { id: momentId },
      data: { visibility: audience.visibility },
    });
    await tellInvolved(tx, viewer, momentId);
    await tellNotified(tx, momentId);
    return { moment: changed, accountIds: seeing };
  });
  backend.bus.publish([
    { kind: 'MomentTouched', payload: { momentId, personIds: [], accountIds } },
  ]);
  return moment;
}

/** Takes a post back, with everything that is on it. Its client id stays taken. */
export async function deleteMoment(
  backend: Backend,
  viewer: Viewer,
  momentId: string,
): Promise<void> {
  const accountIds = await transaction(backend, async (tx) => {
    await lockOwnMoment(tx, viewer, momentId);
    const seeing = await friendsSeeing(tx.db, momentId);
    await tellInvolved(tx, viewer, momentId);
    const where = { momentId };
    await takeBack(tx, where);
    await tx.db.momentComment.deleteMany({ where });
    await tx.db.momentLike.deleteMany({ where });
    await tx.db.momentMention.deleteMany({ where });
    await tx.db.momentAudience.deleteMany({ where });
    await tx.db.momentFile.deleteMany({ where });
    const gone = { text: '', locationLabel: null, linkUrl: null, visibility: 'PRIVATE' } as const;
    await tx.db.moment.update({
      where: { id: momentId },
      data: { ...gone, deletedAt: new Date() },
    });
    tx.publishToAccount(viewer.accountId, 'MomentRemoved', { momentId });
    return seeing;
  });
  backend.bus.publish([
    { kind: 'MomentTouched', payload: { momentId, personIds: [], accountIds } },
  ]);
}

/** Tells the author, and those who have something on a post, that it is not what it was. */
async function tellInvolved(
  tx: Transaction,
  { accountId }: Viewer,
  momentId: string,
): Promise<void> {
  const where = { momentId };
  const [likes, comments] = await Promise.all([
    tx.db.momentLike.findMany({ where, select: { accountId: true } }),
    tx.db.momentComment.findMany({ where, select: { authorId: true } }),
  ]);
  const involved = [
    ...likes.map((like) => like.accountId),
    ...comments.map((comment) => comment.authorId),
  ];
  for (const id of new Set([accountId, ...involved]))
    tx.publishToAccount(id, 'MomentChanged', { momentId });
}
