import { asJson, type Making } from './making.ts';
import { html, type Markup, pageFoot, pageHead } from './markup.ts';
import { showContent } from './message-pages.ts';
import { type Content, loadContents } from './said.ts';
import { clockOf, timeMark } from './times.ts';

const BATCH = 200;

interface ArchivedFavourite extends Content {
  id: string;
  messageId: string | null;
  senderId: string;
  senderName: string;
  conversationName: string | null;
  sentAt: Date;
  savedAt: Date;
}

/** What the person has saved, as it was when they did. */
export async function writeFavourites(making: Making): Promise<void> {
  await making.archive.write('data/favourites.json', asJson(eachFavourite(making)));
  await making.archive.write('pages/favourites.html', page(making));
}

async function* eachFavourite(making: Making): AsyncGenerator<ArchivedFavourite> {
  const { backend, viewer } = making;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await backend.db.favourite.findMany({
      where: { accountId: viewer.accountId, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    const contents = await loadContents(backend, making.export.id, rows);
    for (const [at, row] of rows.entries()) {
      const { id, messageId, senderId, senderName, conversationName, sentAt, savedAt } = row;
      const around = { messageId, senderId, senderName, conversationName, sentAt, savedAt };
      yield { id, ...around, ...(contents[at] as Content) };
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}

async function* page(making: Making): AsyncGenerator<string> {
  const { words, language } = making;
  const title = words.places.favourites;
  yield pageHead(words, language, { title, depth: 1, place: 'favourites' });
  let any = false;
  for await (const favourite of eachFavourite(making)) {
    any = true;
    yield show(making, favourite).html;
  }
  if (!any) yield html`<p class="quiet">${words.nothing}</p>`.html;
  yield pageFoot(words);
}

function show({ words, language, remarks }: Making, favourite: ArchivedFavourite): Markup {
  const { senderName, conversationName, sentAt } = favourite;
  return html`<article class="message">
<div class="meta">${words.savedFrom(senderName, conversationName)} ${timeMark(sentAt, clockOf(language).moment(sentAt))}</div>
<div class="bubble">${showContent({ words, language, remarks, depth: 1 }, favourite)}</div>
</article>
`;
}
