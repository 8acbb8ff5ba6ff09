/** Somebody of the town, as their profile shows them. */
export interface Person {
  username: string;
  nickname: string;
  bio: string;
  /** What stands for them; without one, what their name begins with does. */
  portrait?: string;
  /** How long they have had their account. */
  joinedDaysAgo: number;
  /** When they last had the messenger open; what came after that has not reached them. */
  seenMinutesAgo: number;
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** The street around 半日闲 (“half a day idle”), a teahouse in the old quarter. */
export const people = [
  {
    username: 'mei',
    nickname: '小梅',
    bio: '半日闲茶馆掌柜。10:00–22:00，周一歇业。不会喝茶也可以来坐。',
    portrait: '小梅.jpg',
    joinedDaysAgo: 430,
    seenMinutesAgo: 0,
  },
  {
    username: 'tom',
    nickname: 'Tom Whitaker',
    bio: 'From Leeds. Teaches English, learns Chinese, loses at chess. 白开水爱好者。',
    portrait: 'hot-water-with-nothing.jpg',
    joinedDaysAgo: 210,
    seenMinutesAgo: 0,
  },
  {
    username: 'lin',
    nickname: '林越',
    bio: '后端 / SRE。手机响了不一定是你，多半是服务器。',
    joinedDaysAgo: 420,
    seenMinutesAgo: 0,
  },
  {
    username: 'chenbo',
    nickname: '陈伯',
    bio: '退休数学老师。象棋，毛峰，老收音机。',
    portrait: '收音机.jpg',
    joinedDaysAgo: 425,
    seenMinutesAgo: 1,
  },
  {
    username: 'amir',
    nickname: 'Amir Haddad',
    bio: '青石巷 11 号，来自贝鲁特 (بيروت)。Hummus, cardamom coffee, opinions.',
    joinedDaysAgo: 400,
    seenMinutesAgo: 0,
  },
  {
    username: 'zhou',
    nickname: '周周今天也在找猫 🐈',
    bio: '青石巷片区骑手。送得快，跑得更快的是我的猫。',
    portrait: '汤圆的背影.jpg',
    joinedDaysAgo: 380,
    seenMinutesAgo: 2,
  },
  {
    username: 'ajie',
    nickname: '阿杰修水壶换锁配钥匙修电瓶车通下水道｜十分钟上门｜周日也接单｜老街坊八折',
    bio: '一个电话，十分钟到。',
    joinedDaysAgo: 390,
    seenMinutesAgo: 25,
  },
  {
    username: 'ayumi',
    nickname: 'Ayumi 森',
    bio: '陶 · ceramics. 常滑から青石巷へ。杯子摔了可以修，叫金继。',
    portrait: '金継ぎ.jpg',
    joinedDaysAgo: 330,
    seenMinutesAgo: 90,
  },
  {
    username: 'sofia',
    nickname: 'Sofía Herrera',
    bio: 'Fotógrafa. I owe everyone on this street a portrait.',
    portrait: 'objetivo.jpg',
    joinedDaysAgo: 300,
    seenMinutesAgo: 2 * DAY,
  },
  {
    username: 'ben',
    nickname: 'Ben O’Leary',
    bio: 'Fiddle. Not after nine.',
    portrait: 'fiddle.jpg',
    joinedDaysAgo: 280,
    seenMinutesAgo: 1,
  },
  {
    username: 'hannah',
    nickname: 'Hannah Vogel',
    bio: 'Walks uphill on purpose. 每隔一个周六爬山，欢迎加入。',
    portrait: 'ridge.jpg',
    joinedDaysAgo: 320,
    seenMinutesAgo: 15,
  },
  {
    username: 'yuqing',
    nickname: '宋雨晴',
    bio: '纸间书店。双语读书会，每月一本，读不完也可以来。',
    portrait: '书架.jpg',
    joinedDaysAgo: 360,
    seenMinutesAgo: 40,
  },
  {
    username: 'shenlan',
    nickname: '平安是福🌸',
    bio: '知足常乐',
    portrait: '荷花.jpg',
    joinedDaysAgo: 429,
    seenMinutesAgo: 50,
  },
  {
    username: 'julien',
    nickname: 'Julien Moreau',
    bio: 'Lyon. Pastry, mostly butter.',
    joinedDaysAgo: 24,
    seenMinutesAgo: 3 * HOUR,
  },
  {
    username: 'tangtang',
    nickname: '糖糖的花店 🌷',
    bio: '青石巷 17 号，茶馆斜对面。早上七点到货。',
    joinedDaysAgo: 20,
    seenMinutesAgo: 8 * HOUR,
  },
  {
    username: 'laocai',
    nickname: '武夷老蔡',
    bio: '正岩肉桂、水仙。只卖自己做的茶。',
    joinedDaysAgo: 45,
    seenMinutesAgo: 9 * DAY,
  },
  {
    username: 'priya',
    nickname: 'Priya Raman',
    bio: 'Front end. Centres things for a living, tea by the litre.',
    joinedDaysAgo: 140,
    seenMinutesAgo: 4,
  },
  {
    username: 'guorui',
    nickname: '郭锐',
    bio: '支付后端。本地是好的。',
    joinedDaysAgo: 150,
    seenMinutesAgo: 20,
  },
] as const satisfies readonly Person[];

export type Username = (typeof people)[number]['username'];

/** Everybody in a circle is a friend of everybody else in it; people who share none are strangers. */
export const circles: readonly (readonly Username[])[] = [
  ['mei', 'tom', 'lin', 'chenbo', 'amir', 'zhou', 'ajie', 'ayumi', 'sofia', 'ben'],
  ['hannah', 'mei', 'tom', 'lin', 'yuqing', 'ben', 'amir'],
  ['yuqing', 'ayumi', 'sofia', 'chenbo'],
  ['shenlan', 'mei', 'chenbo'],
  ['julien', 'sofia', 'ben'],
  ['tangtang', 'zhou', 'yuqing'],
  ['laocai', 'chenbo'],
  ['lin', 'priya', 'guorui'],
];

export interface Request {
  from: Username;
  to: Username;
  note: string;
  hoursAgo: number;
}

export const pendingRequests: readonly Request[] = [
  {
    from: 'julien',
    to: 'mei',
    note: 'Hello! Sofía says your Dancong could change my life, and that I may trade croissants for it. True?',
    hoursAgo: 5,
  },
  {
    from: 'tangtang',
    to: 'mei',
    note: '梅姐好，我是斜对面新开花店的糖糖。周洲说茶馆每周要换一次花，想跟您聊聊 🌷',
    hoursAgo: 30,
  },
  {
    from: 'mei',
    to: 'laocai',
    note: '蔡师傅您好，我是半日闲茶馆的小梅，陈伯介绍的。想问问今年的肉桂还有没有。',
    hoursAgo: 96,
  },
];
