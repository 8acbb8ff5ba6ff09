import { randomUUID } from 'node:crypto';
import type { Prisma } from '../client.ts';
import type { Username } from './people.ts';
import { covers, type Post, posts } from './posts.ts';
import type { Shelf } from './shelf.ts';
import { after, COMMENTS, HOUR, idAt, LIKES, postedAt, respondedAt, type Town } from './stage.ts';

/** What people show on their own pages, and whoever is told of what happens there. */
export interface PostedRows {
  moments: Prisma.MomentCreateManyInput[];
  momentFiles: Prisma.MomentFileCreateManyInput[];
  momentAudiences: Prisma.MomentAudienceCreateManyInput[];
  momentMentions: Prisma.MomentMentionCreateManyInput[];
  momentLikes: Prisma.MomentLikeCreateManyInput[];
  momentComments: Prisma.MomentCommentCreateManyInput[];
  momentNotices: Prisma.MomentNoticeCreateManyInput[];
  momentSettings: Prisma.MomentSettingsCreateManyInput[];
}

/** What is older has been looked at. */
const NEWS_HOURS = 12;

export function post(town: Town, shelf: Shelf): PostedRows {
  const rows: PostedRows = {
    moments: [],
    momentFiles: [],
    momentAudiences: [],
    momentMentions: [],
    momentLikes: [],
    momentComments: [],
    momentNotices: [],
    momentSettings: Object.entries(covers).map(([username, name]) => ({
      accountId: town.id[username as Username],
      coverFileId: shelf.use(name, town.joinedAt[username as Username], username as Username),
    })),
  };
  for (const one of posts) show(town, shelf, rows, one);
  return rows;
}

function show(town: Town, shelf: Shelf, rows: PostedRows, one: Post): void {
  const createdAt = postedAt(one, town.now);
  const id = idAt(createdAt);
  const { pictures = [], except = [], mentions = [] } = one;
  rows.moments.push({
    id,
    authorId: town.id[one.by],
    clientId: randomUUID(),
    text: one.text,
    locationLabel: one.place ?? null,
    linkUrl: pictures.length === 0 ? linkIn(one.text) : null,
    visibility: except.length > 0 ? 'EXCEPT' : (one.visibility ?? 'FRIENDS'),
    createdAt,
  });
  for (const [place, name] of pictures.entries())
    rows.momentFiles.push({
      ...{ momentId: id, place: place + 1 },
      fileId: shelf.use(name, createdAt, one.by),
    });
  for (const username of except)
    rows.momentAudiences.push({ id: idAt(createdAt), momentId: id, accountId: town.id[username] });
  for (const [place, username] of mentions.entries())
    rows.momentMentions.push({ momentId: id, accountId: town.id[username], place: place + 1 });
  const told = teller(town, rows, id);
  for (const username of mentions) told('MENTIONED', one.by, username, createdAt, {});
  respond(town, rows, one, { id, told });
}

type Tell = (
  kind: 'LIKED' | 'COMMENTED' | 'REPLIED' | 'MENTIONED',
  from: Username,
  to: Username,
  at: Date,
  about: { likeId?: string; commentId?: string },
) => void;

/** Nobody is told of themself. */
const teller =
  ({ id, now }: Town, rows: PostedRows, momentId: string): Tell =>
  (kind, from, to, at, about) => {
    if (from === to) return;
    const isNews = now.getTime() - at.getTime() < NEWS_HOURS * HOUR;
    rows.momentNotices.push({
      ...{ id: idAt(at), accountId: id[to], actorId: id[from], kind, momentId, ...about },
      ...{ createdAt: at, readAt: isNews ? null : after(at, HOUR, now) },
    });
  };

function respond(
  town: Town,
  rows: PostedRows,
  { by, when, likes = [], comments = [] }: Post,
  { id: momentId, told }: { id: string; told: Tell },
): void {
  const at = (place: number, pause: number) => respondedAt({ when }, place, pause, town.now);
  for (const [place, username] of likes.entries()) {
    const createdAt = at(place, LIKES);
    const id = idAt(createdAt);
    rows.momentLikes.push({ id, momentId, accountId: town.id[username], createdAt });
    told('LIKED', username, by, createdAt, { likeId: id });
  }
  const ids: string[] = [];
  for (const [place, comment] of comments.entries()) {
    const createdAt = at(place, COMMENTS);
    const id = idAt(createdAt);
    ids.push(id);
    const answered = comment.to === undefined ? undefined : comments[comment.to];
    rows.momentComments.push({
      ...{ id, momentId, authorId: town.id[comment.by], clientId: randomUUID(), createdAt },
      ...{ text: comment.text, replyToId: comment.to === undefined ? null : ids[comment.to] },
    });
    if (answered) told('REPLIED', comment.by, answered.by, createdAt, { commentId: id });
    if (answered?.by !== by) told('COMMENTED', comment.by, by, createdAt, { commentId: id });
  }
}

const linkIn = (text: string): string | null => {
  const [address] = /https?:\/\/[^\s，。]+/.exec(text) ?? [];
  return address ? new URL(address).href : null;
};
