import type { Moment } from '@teahouse/db/client';
import { noticeColumns, seesNotice } from '../../moments/access.ts';
import { countThreads, readComments, readLikers, readMentioned } from '../../moments/threads.ts';
import { type Place as Instant, readAlbum } from '../../moments/timelines.ts';
import { asJson, type Making } from './making.ts';
import { html, type Markup, wholePage } from './markup.ts';
import { showFile } from './message-pages.ts';
import { linkTo, numbered } from './names.ts';
import { loadPeople, nameOf, type Person } from './people.ts';
import { type ArchivedFile, loadFiles } from './said.ts';
import { clockOf, timeMark } from './times.ts';

/** On one page, and read in one go. */
const PAGE_MOMENTS = 50;
/** Of each post; whoever has more likes than that finds how many there are. */
const THREAD_MAX = 1_000;
const NOTICES_AT_ONCE = 500;

interface ArchivedMoment {
  id: string;
  clientId: string;
  text: string;
  locationLabel: string | null;
  linkUrl: string | null;
  visibility: Moment['visibility'];
  createdAt: Date;
  /** Whom ONLY or EXCEPT names. */
  audience: { person: Person | null; category: string | null }[];
  mentions: Person[];
  files: ArchivedFile[];
  likeCount: number;
  likes: Person[];
  comments: { id: string; author: Person; text: string; replyTo: Person | null; createdAt: Date }[];
}

/** What the person has posted, with what others have said to it as far as they see that; and what they were told of. */
export async function writeMoments(making: Making): Promise<number> {
  await making.archive.write('data/moment-notices.json', asJson(notices(making)));
  let page = 0;
  let count = 0;
  for (let olderThan: Instant | null = null; ; ) {
    const posts = await readPage(making, olderThan);
    const last = posts.at(-1);
    const more = posts.length === PAGE_MOMENTS && last !== undefined;
    page += 1;
    count += posts.length;
    await making.archive.write(`data/moments/${numbered(page)}.json`, asJson(posts));
    await writePage(making, posts, page, more);
    if (!more) return count;
    olderThan = { instant: last.createdAt, id: last.id };
  }
}

async function readPage(making: Making, olderThan: Instant | null): Promise<ArchivedMoment[]> {
  const { backend, viewer } = making;
  const stretch = { olderThan, newerThan: null, oldestFirst: false, limit: PAGE_MOMENTS };
  const posts = await readAlbum(backend, viewer, viewer.accountId, stretch);
  const ids = posts.map(({ id }) => id);
  if (ids.length === 0) return [];
  const between = { limit: THREAD_MAX, inverted: false };
  const [counts, likes, comments, mentions, audiences, shown] = await Promise.all([
    countThreads(backend, viewer, ids),
    readLikers(backend, viewer, ids, between),
    readComments(backend, viewer, ids, between),
    readMentioned(backend, viewer, ids),
    backend.db.momentAudience.findMany({
      where: { momentId: { in: ids } },
      include: { category: true },
    }),
    backend.db.momentFile.findMany({
      where: { momentId: { in: ids } },
      orderBy: [{ momentId: 'asc' }, { place: 'asc' }],
    }),
  ]);
  const files = await loadFiles(
    backend,
    making.export.id,
    shown.map(({ fileId }) => fileId),
  );
  const people = await loadPeople(backend, [
    ...comments.flat().map(({ authorId }) => authorId),
    ...audiences.flatMap(({ accountId }) => accountId ?? []),
  ]);
  const personOf = (id: string): Person => people.get(id) ?? { id, username: null, nickname: '' };
  return posts.map(({ deletedAt: _, authorId: __, ...post }, at) => {
    const thread = comments[at] ?? [];
    return {
      ...post,
      audience: audiences
        .filter(({ momentId }) => momentId === post.id)
        .map(({ accountId, category }) => ({
          person: accountId ? personOf(accountId) : null,
          category: category?.name ?? null,
        })),
      mentions: (mentions[at] ?? []).map(asPerson),
      files: shown
        .filter(({ momentId }) => momentId === post.id)
        .flatMap((one) => files.get(one.fileId) ?? []),
      likeCount: counts[at]?.likes ?? 0,
      likes: (likes[at] ?? []).map(asPerson),
      comments: thread.map(({ id, authorId, text, replyToId, createdAt }) => {
        const answered = thread.find((one) => one.id === replyToId);
        const replyTo = answered ? personOf(answered.authorId) : null;
        return { id, author: personOf(authorId), text, replyTo, createdAt };
      }),
    };
  });
}

const asPerson = ({ id, username, nickname }: Person): Person => ({ id, username, nickname });

/** What the person is told of posts that they still see. */
async function* notices({ backend: { pool }, viewer }: Making): AsyncGenerator<object> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await pool.query<{ id: string; accountId: string }>(
      `SELECT ${noticeColumns('n')} FROM moment_notice n
       WHERE n.account_id = $1::uuid AND n.id > $2 AND ${seesNotice('n', '$1::uuid')} ORDER BY n.id LIMIT $3`,
      [viewer.accountId, after, NOTICES_AT_ONCE],
    );
    for (const { accountId: _, ...notice } of rows) yield notice;
    if (rows.length < NOTICES_AT_ONCE) return;
    after = rows.at(-1)?.id ?? after;
  }
}

const GRIDS: Record<number, string> = { 1: 'grid one', 2: 'grid two', 4: 'grid four' };

function showMoment(making: Making, post: ArchivedMoment): Markup {
  const { words, language, remarks, viewer } = making;
  const name = (person: Person) =>
    person.id === viewer.accountId ? words.you : nameOf(words, remarks, person);
  const clock = clockOf(language);
  const likes = new Intl.ListFormat(language).format(post.likes.map(name));
  const showing = { words, language, remarks, depth: 1 };
  return html`<article class="moment" id="${post.id}">
<p class="quiet">${timeMark(post.createdAt, clock.moment(post.createdAt))} · ${words.visibility[post.visibility]}${
    post.locationLabel && ` · ${post.locationLabel}`
  }</p>
${post.text && html`<p class="text">${post.text}</p>`}${
  post.files.length > 0 &&
  html`<div class="${GRIDS[post.files.length] ?? 'grid'}">${post.files.map((file) => showFile(showing, file))}</div>`
}${
  (post.likes.length > 0 || post.comments.length > 0) &&
  html`<div class="thread">${post.likes.length > 0 && html`<p class="quiet">${words.likes(likes)}</p>`}${post.comments.map(
    ({ author, replyTo, text, createdAt }) =>
      html`<p><b>${replyTo ? words.repliesTo(name(author), name(replyTo)) : name(author)}</b> <span class="text">${text}</span> ${timeMark(createdAt, clock.moment(createdAt))}</p>`,
  )}</div>`
}
</article>
`;
}

async function writePage(
  making: Making,
  posts: readonly ArchivedMoment[],
  page: number,
  more: boolean,
): Promise<void> {
  const { archive, words, language } = making;
  const title = words.places.moments;
  const turn = (to: number, text: string) =>
    html`<a href="moments-${numbered(to)}.html">${text}</a>`;
  const pages = html`<nav class="pages" aria-label="${title}">${
    page > 1 ? turn(page - 1, words.newer) : html`<span></span>`
  }${more && turn(page + 1, words.older)}</nav>`;
  const cover = page === 1 ? await coverOf(making) : null;
  const body =
    posts.length === 0 && page === 1
      ? html`${cover}<p class="quiet">${words.nothing}</p>`
      : html`${cover}${posts.map((post) => showMoment(making, post))}${(page > 1 || more) && pages}`;
  const where = { title, depth: 1, place: 'moments' as const };
  await archive.write(
    `pages/moments-${numbered(page)}.html`,
    wholePage(words, language, where, body),
  );
}

async function coverOf({ backend, viewer, export: { id } }: Making): Promise<Markup | null> {
  const { accountId } = viewer;
  const settings = await backend.db.momentSettings.findUnique({ where: { accountId } });
  const cover = (await loadFiles(backend, id, [settings?.coverFileId ?? null])).get(
    settings?.coverFileId ?? '',
  );
  return cover ? html`<img class="cover" src="${linkTo(cover.path, 1)}" alt="">` : null;
}
