import type { Language } from '../../platform/languages.ts';
import { WORDS } from './languages.ts';
import { SECTIONS } from './sections.ts';

/** What is where in an archive, for whoever opens it. */
export function readme(language: Language, made: Date): string {
  const lists = SECTIONS.map(
    ({ name }) => `  data/${name}.json  ${WORDS[language].sections[name]}`,
  );
  return [...TEXT[language](made.toISOString()), ...lists, ''].join('\n');
}

const TEXT: Record<Language, (made: string) => string[]> = {
  en: (made) => [
    'Your Teahouse data',
    `Made at ${made}.`,
    '',
    'Unpack the archive and open index.html in a browser. Nothing in it is loaded from elsewhere, and nothing in it runs.',
    '',
    'files/  The pictures, files, videos and voice messages themselves. Those that a browser would run have “.bin”',
    '        behind their name; take it off to use them.',
    'pages/  The pages that index.html leads to.',
    'data/   The same for programs: JSON in UTF-8, each file one list with one row in a line. Instants are in UTC',
    '        (ISO 8601), ids are UUIDs, `path` is where a file is in this archive.',
    '  data/account.json  Your profile, addresses and settings',
    '  data/conversations.json  Your conversations, and what you have set for each; `number` names its messages',
    '  data/messages/<number>-<page>.json  Messages, the oldest first. `recalledAt` and `deletedAt`: what they said is gone.',
    '                     `versions` is what a message said before it was edited',
    '  data/favourites.json  What you saved',
    '  data/moments/<page>.json  Your Moments, the newest first, with the likes and comments that you see',
    '  data/moment-notices.json  What you were told of Moments',
    '  data/missing-files.json  Files that could no longer be read when the archive was made',
  ],
  'zh-CN': (made) => [
    '你的茶馆数据',
    `生成时间：${made}。`,
    '',
    '解压后用浏览器打开 index.html。页面不会从别处加载任何内容，也不会运行任何程序。',
    '',
    'files/  图片、文件、视频和语音本身。浏览器可能会运行的文件，名称后面加了“.bin”，去掉即可使用。',
    'pages/  index.html 所指向的页面。',
    'data/   供程序读取的同样内容：UTF-8 编码的 JSON，每个文件是一个列表，每行一条。时间为 UTC（ISO 8601），',
    '        id 为 UUID，path 为文件在本归档中的位置。',
    '  data/account.json  个人资料、联系方式和设置',
    '  data/conversations.json  聊天及你对每个聊天的设置；number 对应消息文件的编号',
    '  data/messages/<number>-<页>.json  消息，从最早的开始。recalledAt、deletedAt 表示内容已不存在，versions 为编辑前的内容',
    '  data/favourites.json  收藏',
    '  data/moments/<页>.json  你的朋友圈，从最新的开始，附你能看到的赞和评论',
    '  data/moment-notices.json  朋友圈通知',
    '  data/missing-files.json  生成归档时已无法读取的文件',
  ],
};
