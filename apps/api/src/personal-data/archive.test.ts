import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Unpacked } from '../testing/archives.ts';
import { category, remark } from '../testing/contacts.ts';
import { exported } from '../testing/data-exports.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { bundled, saved } from '../testing/keeping.ts';
import { film, jpeg, note, recording, sendFile, upload } from '../testing/media.ts';
import { deleteForMe, onMessage } from '../testing/messages.ts';
import { comment, like, post, takeAway } from '../testing/moments.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

let stage: Stage;
let mei: Person;
let tom: Person;
let ada: Person;
/** Mei and Tom's. */
let chat: string;
beforeAll(async () => {
  stage = await startStage();
  ({ one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom'));
  ada = await stage.world.user('Ada');
  await tom.befriend(ada);
});
afterAll(() => stage.close());

interface Row {
  [key: string]: unknown;
  text: string;
  seq: number;
}

/** Every message of an archive, of all conversations. */
const messagesIn = (archive: Unpacked): Row[] =>
  archive.names
    .filter((name) => name.startsWith('data/messages/'))
    .flatMap((name) => JSON.parse(archive.text(name)));
const textsIn = (archive: Unpacked) => messagesIn(archive).map(({ text }) => text);
const pagesOf = (archive: Unpacked) => archive.names.filter((name) => name.endsWith('.html'));

describe('what was said', () => {
  test('is in the archive as the person sees it, for programs and for readers', async () => {
    const first = await mei.send(chat, 'the first cup');
    const other = await tom.send(chat, 'the second cup');
    await onMessage(mei, first.id).edit('the best cup');
    await onMessage(mei, other.id).react('🍵');
    const archive = await exported(stage, mei);
    const said = messagesIn(archive).find(({ text }) => text === 'the best cup');
    expect(said).toMatchObject({
      own: true,
      kind: 'TEXT',
      sender: { nickname: 'Mei' },
      versions: [{ version: 1, text: 'the first cup' }],
    });
    const heard = messagesIn(archive).find(({ text }) => text === 'the second cup');
    expect(heard).toMatchObject({
      own: false,
      clientId: null,
      reactions: [{ emoji: '🍵', count: 1, own: true }],
    });
    const page = archive.names.find((name) => name.startsWith('pages/conversations/')) ?? '';
    for (const text of ['the best cup', 'the first cup', 'the second cup', '🍵 1'])
      expect(archive.text(page)).toContain(text);
    // From the first page one comes to the messages.
    expect(archive.text('index.html')).toContain('href="pages/conversations.html"');
    expect(archive.text('pages/conversations.html')).toContain(
      `href="${page.replace('pages/', '')}"`,
    );
  });

  test('leaves out what the person has deleted for themselves, and keeps of what was recalled only that it was', async () => {
    const mine = await mei.send(chat, 'taken back by me');
    const theirs = await tom.send(chat, 'taken back by Tom');
    const hidden = await tom.send(chat, 'deleted for me alone');
    await onMessage(mei, mine.id).recall();
    await onMessage(tom, theirs.id).recall();
    await deleteForMe(mei, [hidden.id]);
    const archive = await exported(stage, mei);
    for (const text of ['taken back by me', 'taken back by Tom', 'deleted for me alone'])
      expect(archive.everything).not.toContain(text);
    const notes = messagesIn(archive).filter(({ recalledAt }) => recalledAt);
    expect(notes.map(({ seq, text }) => [seq, text])).toEqual([
      [mine.seq, ''],
      [theirs.seq, ''],
    ]);
    expect(archive.everything).toContain('Tom recalled a message');
    // Tom has not deleted it.
    expect(textsIn(await exported(stage, tom))).toContain('deleted for me alone');
  });

  test('begins where the person came in, and ends where they left', async () => {
    const group = await tom.group('Tasting', [mei]);
    await mei.send(group, 'before Ada came');
    await tom.add(group, [ada]);
    await mei.send(group, 'since Ada is here');
    const archive = await exported(stage, ada);
    expect(textsIn(archive)).toContain('since Ada is here');
    expect(archive.everything).not.toContain('before Ada came');
    expect(archive.everything).not.toContain('the best cup');

    await inGroup(ada, group).leave();
    const later = await exported(stage, ada);
    expect(later.everything).not.toContain('since Ada is here');
  });

  test('holds the files themselves, each once, and those of chat histories and favourites', async () => {
    const { one: lin, other: bo, chat: theirs } = await stage.world.friends('Lin', 'Bo');
    const picture = await jpeg();
    const { id: posterId } = await upload(lin, picture);
    for (const content of [picture, note('minutes'), await film(), recording()]) {
      const { id } = await upload(lin, content, { posterId, waveform: [0, 100] });
      const sent = await sendFile(lin, theirs, id);
      await saved(bo, sent.id);
      await bundled(bo, theirs, [sent.id]);
    }
    const archive = await exported(stage, bo);
    const files = archive.names.filter((name) => name.startsWith('files/'));
    expect(files).toHaveLength(4);
    expect(files.map((name) => name.replace(/^.*\//, '').slice(37)).sort()).toEqual([
      'pouring.webm',
      'recipe.txt',
      'teapot.jpg',
      'voice.wav',
    ]);
    const shown = messagesIn(archive).flatMap(
      ({ file }) => (file as { path: string } | null)?.path ?? [],
    );
    expect([...new Set(shown)].sort()).toEqual([...files].sort());
    expect(archive.rows('favourites')).toHaveLength(4);
    const minutes = files.find((name) => name.endsWith('.txt')) ?? '';
    expect(archive.text(minutes)).toBe('minutes');
    for (const page of pagesOf(archive))
      for (const [, address = ''] of archive.text(page).matchAll(/(?:src|href)="([^"#:]+)/g)) {
        const path = decodeURIComponent(new URL(address, `http://a/${page}`).pathname.slice(1));
        expect(archive.names).toContain(path);
      }
  });
});

describe('moments', () => {
  test('are there with the likes and comments that their author sees, and nobody else’s', async () => {
    const { id: fileId } = await upload(mei, await jpeg());
    const own = await post(mei, { text: 'Morning at the pond', fileIds: [fileId] });
    const gone = await post(mei, { text: 'taken away again' });
    await takeAway(mei, gone);
    await post(tom, { text: 'Tom’s own post' });
    const foreign = await post(tom, { text: 'Tom’s other post' });
    await like(tom, own);
    await comment(tom, own, 'how still it is');
    await comment(mei, foreign, 'my words on yours');
    const archive = await exported(stage, mei);
    const posts = archive.rows('moments/0001');
    expect(posts).toMatchObject([
      {
        text: 'Morning at the pond',
        files: [{ kind: 'IMAGE' }],
        likes: [{ nickname: 'Tom' }],
        comments: [{ text: 'how still it is', author: { nickname: 'Tom' } }],
      },
    ]);
    expect(archive.text('pages/moments-0001.html')).toContain('how still it is');
    expect(archive.everything).not.toMatch(/taken away again|Tom’s own post|Tom’s other post/);
    expect(archive.rows('moment-comments')).toMatchObject([
      { text: 'my words on yours', author: { nickname: 'Tom' } },
    ]);
    expect(archive.rows('moment-notices')).toHaveLength(2);
  });
});

describe('what is whose', () => {
  test('addresses are there in full of oneself, and of nobody else', async () => {
    const { one: lin, other: bo } = await stage.world.friends('Lin', 'Bo');
    await remark(lin, bo, 'Brother Bo');
    await category(lin, 'Old friends', [bo]);
    const phone = (number: string) => `+86138${number}`;
    for (const [person, number] of [
      [lin, '12345678'],
      [bo, '87654321'],
    ] as const)
      await stage.backend.pool.query('UPDATE account SET phone = $2 WHERE username = $1', [
        person.account.username,
        phone(number),
      ]);
    const { rows } = await stage.backend.pool.query<{ username: string; email: string }>(
      'SELECT username::text, email::text FROM account WHERE username = ANY($1)',
      [[lin, bo].map(({ account }) => account.username)],
    );
    const emailOf = (person: Person) =>
      rows.find(({ username }) => username === person.account.username)?.email ?? 'none';
    const archive = await exported(stage, lin);
    const account = JSON.parse(archive.text('data/account.json'));
    expect(account).toMatchObject({ email: emailOf(lin), phone: phone('12345678') });
    expect(archive.everything).not.toContain(emailOf(bo));
    expect(archive.everything).not.toContain(phone('87654321'));
    expect(archive.rows('friends')).toMatchObject([
      {
        person: { username: bo.account.username, nickname: 'Bo' },
        remark: 'Brother Bo',
        categories: ['Old friends'],
      },
    ]);
    expect(archive.everything).not.toContain('argon2');
  });

  test('nothing of the last person is in the archive of the next', async () => {
    const secret = `only between us ${randomUUID()}`;
    await mei.send(chat, secret);
    await post(mei, { text: `for me ${secret}`, visibility: 'PRIVATE' });
    const outsider = await stage.world.user('Eve');
    expect((await exported(stage, mei)).everything).toContain(secret);
    expect((await exported(stage, outsider)).everything).not.toContain(secret);
  });
});

describe('whatever somebody wrote', () => {
  const SCRIPT = `</p></li></main><script>document.title = 'taken'</script><img src=x onerror="alert(1)">`;

  test('stays text in the pages, and can reach nothing from them', async () => {
    const {
      one: lin,
      other: bo,
      chat: theirs,
    } = await stage.world.friends(SCRIPT.slice(0, 30), SCRIPT.slice(40, 70));
    await bo.send(theirs, SCRIPT);
    await bo.send(theirs, 'turned \u202e around');
    await remark(lin, bo, '<b>"Bo"</b>');
    await post(lin, { text: SCRIPT, locationLabel: '<i onclick=x>' });
    const { id } = await upload(bo, { ...note(), name: '<svg onload=alert(1)>.txt' });
    await sendFile(bo, theirs, id);
    const archive = await exported(stage, lin);
    for (const name of pagesOf(archive)) {
      const page = archive.text(name);
      expect(page).not.toMatch(/<script|<img src=x|<i onclick|<svg|<b>"Bo|\u202e/);
      expect(page.match(/<\/main>/g)).toHaveLength(1);
      const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('script-src');
      const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
      const hash = createHash('sha256').update(style).digest('base64');
      expect(policy).toContain(`style-src 'sha256-${hash}'`);
    }
    expect(archive.text('pages/moments-0001.html')).toContain('&lt;script&gt;');
    // Programs get every letter of it.
    expect(textsIn(archive)).toContain(SCRIPT);
    expect(textsIn(archive)).toContain('turned \u202e around');
  });

  test('names of files lead nowhere else, are short enough for any system, and make nothing run', async () => {
    const { one: lin, other: bo, chat: theirs } = await stage.world.friends('Lin', 'Bo');
    const names = [
      '../../../etc/passwd',
      '..\\..\\windows\\win.ini',
      'CON',
      'a:b*c?d.txt',
      `${'长'.repeat(300)}.txt`,
      'page.html',
      'drawing.SVG',
      'app.js',
      '50% #1.txt',
      'same.txt',
      'same.txt',
    ];
    for (const name of names) {
      const { id } = await upload(bo, { ...note(name), name });
      await sendFile(bo, theirs, id);
    }
    // As if somebody had come to store one that nobody could upload.
    await stage.backend.pool.query(
      `UPDATE stored_file SET name = E'../../up/\u0001x\u202e.exe.' WHERE owner_id = $1 AND name = 'CON'`,
      [uuidOf(bo.id)],
    );
    const archive = await exported(stage, lin);
    const files = archive.names.filter((name) => name.startsWith('files/'));
    expect(files).toHaveLength(names.length);
    for (const name of files) {
      expect(name).toMatch(/^files\/\d{4}-\d{2}\/[0-9a-f-]{36}[^/\\<>:"|?*%#\p{C}]*[^/. \p{C}]$/u);
      expect(name).not.toMatch(/\.(html|svg|js)$/i);
      expect(Buffer.byteLength(name)).toBeLessThan(350);
      expect([...name].length).toBeLessThan(150);
    }
    expect(files.filter((name) => name.endsWith('.bin'))).toHaveLength(3);
  });
});

describe('a long conversation', () => {
  test('is on several pages, in order, each message once, and replies lead to where it was said', async () => {
    const { one: lin, other: bo, chat: theirs } = await stage.world.friends('Lin', 'Bo');
    const { id } = await bo.send(theirs, 'the very first');
    await stage.backend.pool.query(
      `WITH moved AS (
         UPDATE conversation SET last_seq = 1201 WHERE id = $1)
       INSERT INTO message (id, conversation_id, seq, sender_id, client_id, text, reply_to_id)
       SELECT gen_random_uuid(), $1, seq, $2, gen_random_uuid(), 'message ' || seq, CASE WHEN seq = 1201 THEN $3::uuid END
       FROM generate_series(2, 1201) AS seq`,
      [uuidOf(theirs), uuidOf(bo.id), uuidOf(id)],
    );
    const archive = await exported(stage, lin);
    const pages = archive.names.filter((name) => name.startsWith('pages/conversations/'));
    expect(pages).toHaveLength(3);
    expect(messagesIn(archive).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 1201 }, (_, at) => at + 1),
    );
    const [first = '', second = '', third = ''] = pages;
    const nameOf = (page: string) => page.split('/').at(-1);
    expect(archive.text(first)).toContain(`<a href="${nameOf(second)}">Newer</a>`);
    expect(archive.text(second)).toContain(`<a href="${nameOf(first)}">Older</a>`);
    expect(archive.text(third)).toContain(`href="${nameOf(first)}#m1"`);
    expect(archive.text(first)).toContain('id="m1"');
  });
});

test('in the person’s own language', async () => {
  const { one: lin, chat: theirs } = await stage.world.friends('林', '波');
  await lin.send(theirs, '茶好了');
  await stage.backend.pool.query(
    `INSERT INTO data_export (id, account_id, language) VALUES (gen_random_uuid(), $1, 'zh-CN')`,
    [uuidOf(lin.id)],
  );
  const archive = await exported(stage, lin);
  expect(archive.text('index.html')).toContain('<html lang="zh-CN">');
  expect(archive.text('index.html')).toContain('聊天');
  expect(archive.text('README.txt')).toContain('解压后用浏览器打开');
});
