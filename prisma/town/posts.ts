import type { Username } from './people.ts';

export interface Comment {
  by: Username;
  text: string;
  /** Which of the comments before it this one answers. */
  to?: number;
}

/** What somebody shows on their own page, and what the others have to say to it. */
export interface Post {
  by: Username;
  /** As the scenes of the plays say it. */
  when: string;
  text: string;
  pictures?: readonly string[];
  place?: string;
  /** Whom it is shown to; their friends, where nothing is said. */
  visibility?: 'PUBLIC' | 'PRIVATE';
  /** Friends, but not these. */
  except?: readonly Username[];
  mentions?: readonly Username[];
  likes?: readonly Username[];
  comments?: readonly Comment[];
}

export const posts: readonly Post[] = [
  {
    by: 'mei',
    when: '3 hours ago',
    text: '雨天没什么客人，茶倒是泡得特别好。',
    pictures: ['雨天.jpg'],
    place: '半日闲茶馆 · 青石巷',
    visibility: 'PUBLIC',
    likes: ['tom', 'amir', 'chenbo', 'lin', 'ayumi'],
    comments: [
      { by: 'amir', text: 'No guests? I have been in your kitchen since ten.' },
      { by: 'mei', text: '你不算客人，你算家具。', to: 0 },
      { by: 'tom', text: 'And the hot water? Was that also especially good?' },
      { by: 'chenbo', text: '那盘棋还没下完，我这就来。' },
      { by: 'mei', text: '您带伞。黑色的，写着“陈”的那把。', to: 3 },
    ],
  },
  {
    by: 'zhou',
    when: '1 day ago 19:20',
    text: '汤圆，四岁，爱坐窗台，不爱理人。看到她请告诉我一声 🙏',
    pictures: ['汤圆.jpg'],
    place: '青石巷',
    visibility: 'PUBLIC',
    likes: ['mei', 'ayumi', 'lin', 'tom'],
    comments: [
      { by: 'mei', text: '会回来的，鱼给她留着呢。' },
      { by: 'ben', text: 'Keeping both eyes open.' },
      { by: 'tom', text: 'Mine too. She looks as if she owned the window.' },
      { by: 'zhou', text: 'She does. I only pay for it 😭', to: 2 },
    ],
  },
  {
    by: 'lin',
    when: '1 day ago 13:05',
    text: '周六的轨迹我看了三遍，Hannah 说那 1.9 公里是“全景路线”。确实，石头的全景。',
    likes: ['tom', 'yuqing', 'ben'],
    comments: [
      { by: 'hannah', text: 'You have seen the stone from all sides. Few people have.' },
      { by: 'lin', text: '石头也看了我两遍。', to: 0 },
    ],
  },
  {
    by: 'yuqing',
    when: '1 day after the hike 16:30',
    text: '212 张里挑了六张。西瓜的四十张另发，它值得单独一篇。',
    pictures: ['出发.jpg', '竹林.jpg', '云海.jpg', '山顶.jpg', '第31张.jpg', '回程.jpg'],
    place: '莲花岭 Lotus Ridge',
    likes: ['hannah', 'mei', 'tom', 'lin', 'amir', 'ben', 'ayumi'],
    comments: [
      { by: 'mei', text: '云海真的像牛奶！我后悔了，真的后悔了。' },
      { by: 'hannah', text: 'Then come next time. It is flat.', to: 0 },
      { by: 'amir', text: 'Picture five. Look at his posture. Look at the confidence.' },
      { by: 'tom', text: 'You mean the melon?', to: 2 },
      { by: 'amir', text: 'Who else.', to: 3 },
    ],
  },
  {
    by: 'hannah',
    when: 'the day of the hike 21:10',
    text: '15.9 km, 742 m up, one watermelon, nobody lost (Tom, briefly).\n下次青溪古道，平的，有茶。小梅，说的就是你。',
    pictures: ['lotus-ridge-1.jpg', 'lotus-ridge-2.jpg', 'lotus-ridge-3.jpg', 'lotus-ridge-4.jpg'],
    place: 'Lotus Ridge · 1,182 m',
    mentions: ['mei', 'amir'],
    likes: ['lin', 'yuqing', 'amir', 'tom', 'mei'],
    comments: [
      { by: 'mei', text: '看到了看到了……这次真的去。' },
      { by: 'hannah', text: 'I have a screenshot now.', to: 0 },
      { by: 'tom', text: 'I was not lost. I was buying sticks.' },
    ],
  },
  {
    by: 'sofia',
    when: '3 days ago 18:40',
    text: 'Nine pictures of one street, to take with me to Madrid. 青石巷，两周后见。',
    pictures: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((place) => `qingshi-${place}.jpg`),
    visibility: 'PUBLIC',
    likes: ['mei', 'tom', 'lin', 'chenbo', 'amir', 'zhou', 'ayumi', 'ben', 'yuqing'],
    comments: [
      { by: 'mei', text: '每天走过都没觉得这么好看，你是不是偷偷打扫过？' },
      { by: 'sofia', text: 'Only the light. The light I swept.', to: 0 },
      { by: 'chenbo', text: '第一张那个凳子，是我坐的。' },
      { by: 'ben', text: 'And number nine is the night it rained on my fiddle. Still love it.' },
    ],
  },
  {
    by: 'amir',
    when: '2 days ago 15:30',
    text: 'Cake test number three. Too sweet for a man who drinks hot water. If you are Tom, you are not reading this.',
    except: ['tom'],
    likes: ['lin', 'ben', 'ayumi'],
    comments: [
      { by: 'ben', text: 'I volunteer for test number four.' },
      { by: 'lin', text: '第五次归我。' },
    ],
  },
  {
    by: 'tom',
    when: '4 days ago 22:15',
    text: 'Bedtime reading. Today I learned that a comma decides whether you get dinner. https://zh.wikipedia.org/wiki/標點符號',
    likes: ['mei', 'yuqing', 'hannah'],
    comments: [
      { by: 'yuqing', text: '这条我要给读书会的人看。' },
      { by: 'mei', text: '标点学会了，下一课：逗号和顿号。' },
      { by: 'tom', text: 'There are TWO?', to: 1 },
    ],
  },
  {
    by: 'lin',
    when: '5 days ago 03:20',
    text: '3:12，它说“I’m fine”。出来看了眼月亮，月亮也 fine。',
    pictures: ['0312.jpg'],
    likes: ['mei', 'tom', 'priya', 'guorui', 'ayumi'],
    comments: [
      { by: 'priya', text: 'Go to bed, Lin.' },
      { by: 'guorui', text: '月亮本地也是好的。' },
      { by: 'mei', text: '后门没锁，壶里有半壶。' },
    ],
  },
  {
    by: 'ayumi',
    when: '6 days ago 11:00',
    text: '金継ぎ，三只。摔碎的地方，现在是最好看的地方。\nBroken on a Tuesday, finished on a Sunday four weeks later.',
    pictures: ['金継ぎ-1.jpg', '金継ぎ-2.jpg', '金継ぎ-3.jpg'],
    visibility: 'PUBLIC',
    likes: ['mei', 'sofia', 'yuqing', 'tom', 'amir', 'chenbo'],
    comments: [
      { by: 'zhou', text: '那个……第二只是不是我摔的' },
      { by: 'ayumi', text: '是。谢谢你。', to: 0 },
      { by: 'amir', text: 'In that case I would like to break one as well' },
    ],
  },
  {
    by: 'amir',
    when: '8 days ago 20:45',
    text: 'My brother sent this: the Corniche, last night. I told him we have the same sunset here, only with a lane in front of it.',
    pictures: ['corniche.jpg'],
    place: 'بيروت · Beirut',
    likes: ['mei', 'sofia', 'hannah', 'lin', 'tom', 'chenbo'],
    comments: [
      { by: 'mei', text: '想家了就来店里，我给你煮咖啡。' },
      { by: 'amir', text: 'You burn it every time. I will come.', to: 0 },
    ],
  },
  {
    by: 'mei',
    when: '10 days ago 10:20',
    text: '桂花乌龙到了，后厨的包子也出笼了。两样一起点，减两块。',
    pictures: ['桂花乌龙.jpg', '包子.jpg'],
    place: '半日闲茶馆 · 青石巷',
    visibility: 'PUBLIC',
    likes: ['chenbo', 'zhou', 'tom', 'lin', 'shenlan'],
    comments: [
      { by: 'shenlan', text: '包子别卖太便宜。早饭吃了没有？' },
      { by: 'mei', text: '吃了，吃的就是包子。', to: 0 },
      { by: 'zhou', text: '姐，给我留四个，十二点到。' },
    ],
  },
  {
    by: 'ben',
    when: '14 days ago 23:10',
    text: 'Played until nine. Then hummed until eleven. Nobody can forbid humming.',
    likes: ['tom', 'amir', 'sofia'],
    comments: [
      { by: 'mei', text: '哼歌的规定明天贴出来。' },
      { by: 'hannah', text: 'I could hear it from the other street. It was nice.' },
    ],
  },
  {
    by: 'tom',
    when: '17 days ago 21:50',
    text: 'Took the long way home. 雨很大，心情不错。',
    pictures: ['the-long-way.jpg'],
    place: '青石巷',
    likes: ['mei', 'sofia', 'lin', 'ayumi', 'hannah'],
    comments: [
      { by: 'mei', text: '“不错”，往上还是往下？' },
      { by: 'tom', text: '⬆️', to: 0 },
      { by: 'sofia', text: 'This one I would have liked to take myself.' },
    ],
  },
  {
    by: 'shenlan',
    when: '20 days ago 08:10',
    text: '早上好！愿每一位亲朋好友心情像花儿一样 🌹🌹🌹',
    pictures: ['早上好.jpg'],
    likes: ['mei', 'chenbo'],
    comments: [{ by: 'chenbo', text: '荷花拍得好。' }],
  },
  {
    by: 'mei',
    when: '24 days ago 23:30',
    text: '这个月房租、水电、两把新壶。够了，还剩一碗面钱。自己记一笔，不给别人看。',
    visibility: 'PRIVATE',
  },
  {
    by: 'priya',
    when: '33 days ago 19:00',
    text: 'How software is made: four boxes, three pens, one teapot in the middle of it all.',
    pictures: ['whiteboard.jpg'],
    likes: ['lin', 'guorui'],
    comments: [{ by: 'guorui', text: '茶壶那部分上线了。' }],
  },
];

/** The pictures at the head of people’s own pages. */
export const covers: Partial<Record<Username, string>> = {
  mei: '茶山.jpg',
  tom: 'roofs.jpg',
  lin: '0312.jpg',
  sofia: 'qingshi-2.jpg',
  yuqing: '出发.jpg',
};
