import { privacyOf } from '../../contacts/access.ts';
import { momentSettingsOf } from '../../moments/access.ts';
import { asJson, type Making } from './making.ts';
import { html, type Markup, pageFoot, pageHead, wholePage } from './markup.ts';
import { linkTo } from './names.ts';
import type { Person } from './people.ts';
import { loadFiles } from './said.ts';
import { SECTIONS, type Section } from './sections.ts';
import { clockOf, timeMark } from './times.ts';

const BATCH = 500;

type Row = Record<string, unknown>;

/** Who the person is here, and what they have set. */
export async function readAccount({ backend, viewer, export: { id } }: Making) {
  const { db } = backend;
  const { accountId } = viewer;
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    include: { administration: true },
  });
  const { passwordHash, nameKey: _, administration, avatarFileId, ...own } = account;
  const { accountId: __, ...privacy } = await privacyOf(backend, accountId);
  const [settings] = await momentSettingsOf(backend, [accountId]);
  const pictures = await loadFiles(backend, id, [avatarFileId, settings?.coverFileId ?? null]);
  return {
    ...own,
    hasPassword: passwordHash !== null,
    administratorSince: administration?.appointedAt ?? null,
    portrait: pictures.get(avatarFileId ?? '') ?? null,
    privacy,
    momentSettings: {
      shownDays: settings?.shownDays ?? null,
      shownToStrangers: settings?.shownToStrangers ?? true,
      cover: pictures.get(settings?.coverFileId ?? '') ?? null,
    },
  };
}
export type ArchivedAccount = Awaited<ReturnType<typeof readAccount>>;

/** The lists of the person's own rows, once for programs and once for people; and the page that leads to them. */
export async function writeAccount(making: Making, account: ArchivedAccount): Promise<void> {
  const { archive, words, language } = making;
  await archive.write('data/account.json', [`${JSON.stringify(account, null, 2)}\n`]);
  for (const section of SECTIONS) {
    await archive.write(`data/${section.name}.json`, asJson(eachRow(making, section)));
    await archive.write(`pages/${section.name}.html`, sectionPage(making, section));
  }
  const page = { title: words.profile, depth: 1, place: 'account' as const };
  const { privacy, momentSettings, portrait: _, ...own } = account;
  const body = html`${asFields(making, own)}${asFields(making, { ...privacy, ...momentSettings })}${sectionLinks(making)}`;
  await archive.write('pages/account.html', wholePage(words, language, page, body));
}

/** Sections beside those that have a place of their own at the head of each page. */
const sectionLinks = ({ words }: Making): Markup =>
  html`<ul class="list">${SECTIONS.filter(({ name }) => name !== 'friends').map(
    ({ name }) =>
      html`<li><a class="row" href="${name}.html"><span class="name">${words.sections[name]}</span></a></li>\n`,
  )}</ul>`;

async function* eachRow(making: Making, { name, sql }: Section): AsyncGenerator<Row> {
  const { backend, viewer } = making;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await backend.pool.query<Row & { key: string }>({
      name: `export-${name}`,
      text: sql,
      values: [viewer.accountId, after, BATCH],
    });
    const files = await filesOf(making, rows);
    for (const { key: _, ...row } of rows) yield { ...row, ...files.get(String(row.id)) };
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.key;
  }
}

/** Where the files are that rows of these speak of: those which are in the archive. */
async function filesOf({ backend, export: { id } }: Making, rows: readonly Row[]) {
  const idOf = (row: Row) =>
    ('mediaType' in row ? row.id : row.fileId) as string | null | undefined;
  const files = await loadFiles(
    backend,
    id,
    rows.map((row) => idOf(row) ?? null),
  );
  return new Map(
    rows.flatMap((row) => {
      const file = files.get(idOf(row) ?? '');
      return file ? [[String(row.id), { path: file.path }] as const] : [];
    }),
  );
}

async function* sectionPage(making: Making, section: Section): AsyncGenerator<string> {
  const { words, language } = making;
  const title = words.sections[section.name];
  const place = section.place === 'contacts' ? 'contacts' : 'account';
  yield pageHead(words, language, { title, depth: 1, place });
  if (section.name === 'friends') yield contactLinks(making).html;
  yield '<ul class="list">\n';
  let any = false;
  for await (const row of eachRow(making, section)) {
    any = true;
    yield html`<li class="entry">${asFields(making, row, section.shown)}</li>\n`.html;
  }
  yield '</ul>\n';
  if (!any) yield html`<p class="quiet">${words.nothing}</p>`.html;
  yield pageFoot(words);
}

const contactLinks = ({ words }: Making): Markup =>
  html`<nav>${SECTIONS.filter(({ place, name }) => place === 'contacts' && name !== 'friends').map(
    ({ name }) => html`<a href="${name}.html">${words.sections[name]}</a>`,
  )}</nav>`;

/** What is known of something, as far as there are words for it. */
export function asFields(
  making: Making,
  row: Row,
  shown: readonly string[] = Object.keys(making.words.fields),
): Markup {
  const fields = shown.flatMap((key) => {
    const label = making.words.fields[key];
    const value = key in row ? asValue(making, row[key], row) : null;
    return label && value ? [html`<dt>${label}</dt><dd>${value}</dd>\n`] : [];
  });
  return html`<dl>${fields}</dl>`;
}

function asValue(making: Making, value: unknown, row: Row): Markup | string | null {
  const { words, language } = making;
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) return timeMark(value, clockOf(language).moment(value));
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return new Intl.NumberFormat(language).format(value);
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join(', ') : null;
  if (typeof value === 'object') return nameOfObject(making, value as Named);
  if (row.path && value === row.name)
    return html`<a href="${linkTo(String(row.path), 1)}" download>${String(value)}</a>`;
  return words.values[String(value)] ?? String(value);
}

/** Somebody, or somewhere. */
type Named = Person | { name?: string | null; kind?: string };

function nameOfObject({ words }: Making, one: Named): string {
  if ('nickname' in one) {
    const name = one.nickname || words.deletedPerson;
    return one.username ? `${name} (@${one.username})` : name;
  }
  return one.name || (one.kind === 'SELF' ? words.notesToSelf : words.deletedGroup);
}
