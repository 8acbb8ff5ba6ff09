import { requireFile } from '../../media/access.ts';
import { variantKey } from '../../media/service/uploads.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { type ArchivedAccount, asFields, readAccount, writeAccount } from './account.ts';
import { writeConversations } from './conversations.ts';
import { writeFavourites } from './favourites.ts';
import { asJson, type Making } from './making.ts';
import { html, type Markup, wholePage } from './markup.ts';
import { writeMoments } from './moments.ts';
import { filePath, linkTo } from './names.ts';
import { readme } from './readme.ts';
import { clockOf } from './times.ts';

/** Files read by their ids in one go. */
const BATCH = 200;

/** Everything of an archive, one piece after the other. */
export async function fillArchive(making: Making): Promise<void> {
  const { archive, language, began } = making;
  await archive.write('README.txt', [readme(language, began)]);
  const account = await readAccount(making);
  await writeAccount(making, account);
  await writeFavourites(making);
  const moments = await writeMoments(making);
  const conversations = await writeConversations(making);
  const messages = conversations.reduce((sum, one) => sum + one.messages, 0);
  await writeIndex(making, account, { moments, messages, conversations: conversations.length });
  await writeFiles(making);
  archive.end();
}

interface Counts {
  moments: number;
  messages: number;
  conversations: number;
}

async function writeIndex(making: Making, account: ArchivedAccount, counts: Counts): Promise<void> {
  const { archive, words, language, began } = making;
  const numbers = new Intl.NumberFormat(language);
  const row = (address: string, name: string, count = ''): Markup =>
    html`<li><a class="row" href="pages/${address}.html"><span class="name">${name}</span><span class="count">${count}</span></a></li>\n`;
  const { username, nickname, portrait, email, phone, bio, createdAt } = account;
  const picture =
    portrait && html`<img src="${linkTo(portrait.path, 0)}" alt="" width="80" height="80">`;
  const body = html`<p class="lead">${words.lead(clockOf(language).moment(began))}</p>
<div class="person">${picture}<div><h2>${nickname}</h2><p class="quiet">@${username}</p></div></div>
${asFields(making, { email, phone, bio, createdAt })}
<ul class="list">
${row('conversations', words.places.conversations, `${numbers.format(counts.conversations)} · ${words.messages(counts.messages)}`)}
${row('moments-0001', words.places.moments, numbers.format(counts.moments))}
${row('favourites', words.places.favourites)}
${row('friends', words.places.contacts)}
${row('account', words.profile)}
</ul>
<p class="quiet">${words.machineReadable}</p>`;
  const page = { title: words.archive, depth: 0, place: 'overview' as const };
  await archive.write('index.html', wholePage(words, language, page, body));
}

/** The files themselves. Whether the person may read one is asked once more, when its turn has come. */
async function writeFiles(making: Making): Promise<void> {
  const { backend, archive } = making;
  const missing: object[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const listed = await backend.db.dataExportFile.findMany({
      where: { exportId: making.export.id, fileId: { gt: after } },
      include: { file: { select: { bytes: true } } },
      orderBy: { fileId: 'asc' },
      take: BATCH,
    });
    for (const { fileId, file } of listed) {
      const gone = await writeFile(making, fileId);
      if (gone) missing.push(gone);
      await making.advance({ files: 1, bytes: file.bytes });
    }
    const last = listed.at(-1);
    if (!last || listed.length < BATCH) break;
    after = last.fileId;
  }
  await archive.write('data/missing-files.json', asJson(missing));
}

/** Nothing once it is in; or why it cannot be. */
async function writeFile(
  { backend, viewer, archive }: Making,
  id: string,
): Promise<{ id: string; reason: string } | null> {
  try {
    const file = await requireFile(backend, viewer, id);
    const content = await backend.storage.readStream(variantKey(file, 'FULL'));
    await archive.store(filePath(file), content, file.createdAt);
    return null;
  } catch (error) {
    if (error instanceof NotFoundError) return { id, reason: 'NO_LONGER_VISIBLE' };
    if (!isMissing(error)) throw error;
    return { id, reason: 'NOT_IN_STORAGE' };
  }
}

/** As a folder and as S3 say that there is no such object. */
const isMissing = (error: unknown): boolean => {
  const { code, name } = error as { code?: string; name?: string };
  return code === 'ENOENT' || name === 'NoSuchKey';
};
