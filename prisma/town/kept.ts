import type { Username } from './people.ts';

/** Saved for good; `saying` is a part of it that occurs nowhere else. */
export const favourites: readonly { by: Username; saying: string; hoursAgo: number }[] = [
  { by: 'mei', saying: 'What stayed with me tonight', hoursAgo: 500 },
  { by: 'mei', saying: '“Not bad” is excellent', hoursAgo: 300 },
  { by: 'mei', saying: 'A kettle is like a marriage', hoursAgo: 90 },
  { by: 'mei', saying: 'Menu data, first draft', hoursAgo: 21 },
  { by: 'mei', saying: 'Attitude: enormous', hoursAgo: 0 },
  { by: 'tom', saying: '下雨天，留客天，留我不', hoursAgo: 700 },
  { by: 'tom', saying: '这本书有主了', hoursAgo: 140 },
  { by: 'tom', saying: '他说他们寺一千三百年没宕过机', hoursAgo: 30 },
  { by: 'lin', saying: 'Found why every order arrived', hoursAgo: 90 },
  { by: 'lin', saying: 'In the mountains this is 6 minutes', hoursAgo: 4 },
];

/** `to` is a group or, for a direct conversation, the other person. */
interface Waiting {
  by: Username;
  to: string;
  text: string;
}

export const drafts: readonly (Waiting & { minutesAgo: number })[] = [
  { by: 'mei', to: 'chenbo', text: '陈伯，阿杰说他六点来，您先把水', minutesAgo: 12 },
  { by: 'tom', to: 'ben', text: 'Which line do I breathe in? The moon one or the', minutesAgo: 45 },
  { by: 'lin', to: 'zhou', text: '恭喜！！那张图我能删了吗，七处一处都', minutesAgo: 1 },
];

export const scheduled: readonly (Waiting & { inDays: number; hour: number; minute: number })[] = [
  {
    by: 'mei',
    to: '半日闲街坊 · The Regulars',
    text: '开门了 ☀️ 今天有桂花糕，一共十二块，先到先得。',
    inDays: 1,
    hour: 9,
    minute: 55,
  },
  {
    by: 'mei',
    to: 'shenlan',
    text: '妈，早。穿了。',
    inDays: 1,
    hour: 8,
    minute: 0,
  },
  {
    by: 'tom',
    to: 'mei',
    text: 'On my way. 一壶乌龙，一壶白开水，谢谢老板。',
    inDays: 1,
    hour: 18,
    minute: 40,
  },
  {
    by: 'lin',
    to: '茶馆点单 · Tea Orders',
    text: '十八点了，手离开键盘。Hands off the keyboard, please. 包括我。',
    inDays: 2,
    hour: 18,
    minute: 0,
  },
];

type When = { inDays: number; hour: number } | { hoursAgo: number };

/** `of` is a part of the message that occurs nowhere else. */
export const reminders: readonly ({ by: Username; of: string; note: string } & When)[] = [
  { by: 'mei', of: '给你妹妹带了一对杯子', note: '问问杯子到了没有', hoursAgo: 3 },
  { by: 'mei', of: '《边城》到货了', note: '去拿书，两本', inDays: 1, hour: 17 },
  { by: 'mei', of: '梅姐，下次读书会借你二楼', note: '', inDays: 5, hour: 10 },
  {
    by: 'tom',
    of: 'You’re doing a poem',
    note: 'Practise. Out loud. Sorry, neighbours.',
    inDays: 1,
    hour: 20,
  },
  { by: 'lin', of: '一共七处', note: '谢谢 Ben', inDays: 2, hour: 12 },
];

export const joinRequests: readonly {
  by: Username;
  group: string;
  note: string;
  hoursAgo: number;
}[] = [
  {
    by: 'tangtang',
    group: '半日闲街坊 · The Regulars',
    note: '斜对面花店的糖糖，想进群听开门时间，顺便送花 🌷',
    hoursAgo: 26,
  },
  {
    by: 'mei',
    group: '青石巷换物角 Swap Corner',
    note: '七把黑伞，换一个晴天。',
    hoursAgo: 20,
  },
];

/** Addressed to somebody, or a link that several may use. */
export const groupInvitations: readonly {
  group: string;
  by: Username;
  to?: Username;
  hoursAgo: number;
  days: number;
  maxUses?: number;
}[] = [
  { group: '别告诉 Tom 🎂', by: 'amir', to: 'mei', hoursAgo: 30, days: 7 },
  { group: '半日闲街坊 · The Regulars', by: 'mei', hoursAgo: 28, days: 30, maxUses: 20 },
];

/** What the pages say of themselves that people have sent links to. */
export const pages = [
  {
    address: 'https://zh.wikipedia.org/wiki/標點符號',
    title: '标点符号',
    description: '标点符号是书面语言的组成部分，用来表示停顿、语气以及词语的性质和作用。',
    siteName: '维基百科',
  },
  {
    address: 'https://photos.example.org/lotus-ridge',
    title: '莲花岭 Lotus Ridge · 212 photos',
    description: '云海、寺庙、六个人和一个西瓜。Forty of them are of the watermelon.',
    siteName: '雨晴的相册',
  },
  {
    address: 'https://www.openstreetmap.org/#map=14/30.1320/118.1650',
    title: 'OpenStreetMap',
    description: 'OpenStreetMap is a map of the world, created by people like you and free to use.',
    siteName: 'OpenStreetMap',
  },
  {
    address: 'https://orders.banrixian.example/menu',
    title: '半日闲 · 扫码点单',
    description: 'Sit down, scan, order. 白开水 1 元一壶，茶另算。',
    siteName: '半日闲茶馆',
  },
] as const;
