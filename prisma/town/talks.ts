import { exchange } from './exchange.ts';
import * as friends from './friends.ts';
import { hikers } from './hikers.ts';
import * as neighbours from './neighbours.ts';
import type { Username } from './people.ts';
import { readers } from './readers.ts';
import { regulars } from './regulars.ts';

/** A conversation: what was said in it, and how far people have read. */
export interface Talk {
  /** Groups only; whoever opens a group in its play owns it. */
  name?: string;
  administrators?: readonly Username[];
  play: string;
  /** How many of the newest messages somebody has not read; everything else that reached people has been. */
  unread?: Partial<Record<Username, number>>;
}

export const talks: readonly Talk[] = [
  {
    name: '半日闲街坊 · The Regulars',
    administrators: ['chenbo'],
    play: regulars,
    unread: { mei: 12, lin: 4, tom: 2, ayumi: 12 },
  },
  {
    name: '周六爬山 Saturday Hikers ⛰️',
    administrators: ['lin'],
    play: hikers,
    unread: { mei: 127, amir: 9 },
  },
  { name: '双语读书会 Bilingual Book Club', play: readers },
  { play: exchange },
  { play: neighbours.lin, unread: { mei: 3 } },
  { play: neighbours.mother },
  { play: neighbours.zhou },
  { play: neighbours.ajie },
  { play: neighbours.chenbo },
  { play: neighbours.sofia },
  { play: neighbours.amir },
  { play: neighbours.ayumi },
  { play: neighbours.ben },
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
