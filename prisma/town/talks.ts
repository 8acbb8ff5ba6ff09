import * as evenings from './evenings.ts';
import { exchange } from './exchange.ts';
import * as friends from './friends.ts';
import { hikers } from './hikers.ts';
import * as neighbours from './neighbours.ts';
import * as ordering from './ordering.ts';
import type { Username } from './people.ts';
import { readers } from './readers.ts';
import { regulars } from './regulars.ts';

/** A conversation: what was said in it, how far people have read, and how they keep it. */
export interface Talk {
  /** Groups only; whoever opens a group in its play owns it. */
  name?: string;
  profile?: Profile;
  /** A picture that stands for the group, in place of an emoji or of its members' faces. */
  portrait?: string;
  /** What people call themselves here. */
  nicknames?: Partial<Record<Username, string>>;
  play: string;
  /** How many of the newest messages somebody has not read; everything else that reached people has been. */
  unread?: Partial<Record<Username, number>>;
  pinnedBy?: readonly Username[];
  silencedBy?: readonly Username[];
  hiddenBy?: readonly Username[];
  markedUnreadBy?: readonly Username[];
}

/** How a group shows itself, and who may come in. */
interface Profile {
  description: string;
  avatarEmoji?: string;
  visibility: 'PUBLIC' | 'PRIVATE';
  joinPolicy?: 'OPEN' | 'REQUEST';
  mentionAllRestricted?: boolean;
  forwardingForbidden?: boolean;
}

export const talks: readonly Talk[] = [
  {
    name: '半日闲街坊 · The Regulars',
    profile: {
      description:
        '开门、关门、到新茶、谁的伞落下了。What happens at the teahouse, in whatever language comes first.',
      visibility: 'PUBLIC',
      mentionAllRestricted: true,
    },
    portrait: '露台.jpg',
    nicknames: { chenbo: '陈老师', ben: 'Ben 🎻' },
    play: regulars,
    unread: { mei: 14, lin: 4, tom: 2, ayumi: 14 },
    pinnedBy: ['mei'],
  },
  {
    name: '周六爬山 Saturday Hikers ⛰️',
    profile: {
      description: '隔周六一座山。Every other Saturday, one mountain. 下雨也去，下刀子不去。',
      visibility: 'PUBLIC',
      joinPolicy: 'OPEN',
    },
    portrait: 'summit.jpg',
    nicknames: { lin: 'Minister of Transport' },
    play: hikers,
    unread: { mei: 131, amir: 9 },
    silencedBy: ['mei', 'tom'],
  },
  {
    name: '双语读书会 Bilingual Book Club',
    profile: {
      description:
        '每月一本，中文英文都可以读，读不完也可以来。One book a month; snacks are not cheating.',
      avatarEmoji: '📚',
      visibility: 'PUBLIC',
    },
    play: readers,
  },
  {
    name: '茶馆点单 · Tea Orders',
    profile: {
      description:
        '扫码点单小程序。The page to order tea on: code, menu data, and arguments about one yuan.',
      visibility: 'PRIVATE',
    },
    play: ordering.ordering,
    pinnedBy: ['lin'],
  },
  {
    name: '青石巷换物角 Swap Corner',
    profile: {
      description:
        '旧物换新主，不谈钱。Give what you do not need, take what somebody else does not.',
      avatarEmoji: '🔁',
      visibility: 'PUBLIC',
    },
    play: evenings.swap,
  },
  {
    name: '半日闲 Open Mic 🎤',
    profile: {
      description:
        'Last Friday of the month. Five minutes each, any language, any instrument that ends by nine.',
      avatarEmoji: '🎤',
      visibility: 'PUBLIC',
      joinPolicy: 'OPEN',
    },
    play: evenings.openMic,
    silencedBy: ['tom'],
  },
  {
    name: '别告诉 Tom 🎂',
    profile: {
      description: 'If you are Tom: this is a group about taxes.',
      avatarEmoji: '🎂',
      visibility: 'PRIVATE',
      forwardingForbidden: true,
    },
    play: evenings.birthday,
  },
  { play: ordering.notes, pinnedBy: ['mei'] },
  { play: exchange, pinnedBy: ['tom'] },
  { play: neighbours.lin, unread: { mei: 3 } },
  { play: neighbours.mother },
  { play: neighbours.zhou },
  { play: neighbours.ajie },
  { play: neighbours.chenbo },
  { play: neighbours.sofia },
  { play: neighbours.amir },
  { play: neighbours.ayumi, markedUnreadBy: ['mei'] },
  { play: neighbours.ben, hiddenBy: ['mei'] },
  { play: neighbours.hannah, unread: { hannah: 1 } },
  { play: neighbours.yuqing },
  { play: friends.tomAndLin, unread: { tom: 3 } },
  { play: friends.tomAndBen },
  { play: friends.tomAndHannah },
  { play: friends.tomAndYuqing },
  { play: friends.linAndZhou },
  { play: friends.linAndHannah },
  { play: friends.linAndChenbo, unread: { lin: 1 } },
];
