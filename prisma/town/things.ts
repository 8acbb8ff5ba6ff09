import { menu, track } from './papers.ts';
import type { Username } from './people.ts';
import { bamboo } from './pictures/bamboo.ts';
import type { Canvas } from './pictures/brush.ts';
import { buns } from './pictures/buns.ts';
import { cat } from './pictures/cat.ts';
import { courtyard } from './pictures/courtyard.ts';
import type { Film } from './pictures/develop.ts';
import { fiddleCase } from './pictures/fiddle-case.ts';
import { gaiwan, kiln } from './pictures/gaiwan.ts';
import { HOURS, harbour, ridges, seaOfClouds, teaHills } from './pictures/hills.ts';
import { lotus } from './pictures/lotus.ts';
import { mended } from './pictures/mended.ts';
import { books, fiddle, hotWater, lens, oneCup, radio } from './pictures/portraits.ts';
import { roofs } from './pictures/roofs.ts';
import { dashboard } from './pictures/screens.ts';
import { AMBER_NIGHT, lanternStreet } from './pictures/street.ts';
import { ASH, SLATE } from './pictures/table.ts';
import { terrace } from './pictures/terrace.ts';
import { watermelon } from './pictures/watermelon.ts';
import { whiteboard } from './pictures/whiteboard.ts';
import { jig, kettle, purr, type Recording } from './sounds.ts';

interface Named {
  /** As it is called where it comes from; no other has the same name. */
  name: string;
  by: Username;
}

/** Something that somebody of the town has photographed, drawn up or recorded. */
export type Thing =
  | (Named & { kind: 'IMAGE'; draw: () => Canvas; film?: Film })
  | (Named & { kind: 'FILE'; write: () => Buffer })
  | (Named & { kind: 'VOICE'; record: () => Recording });

const LANDSCAPE = { width: 1000, height: 750 };
const UPRIGHT = { width: 750, height: 1000 };
const SQUARE = { width: 640, height: 640 };
const FACE = { width: 400, height: 400 };

const NIGHT: Film = { bloom: 0.9 };
const SCREEN: Film = { bloom: 0.15, grain: 0, vignette: 0, format: 'png' };

const picture = (
  by: Username,
  name: string,
  draw: (name: string) => Canvas,
  film?: Film,
): Thing => ({
  ...{ kind: 'IMAGE' as const, by, name },
  draw: () => draw(name),
  ...(film && { film }),
});

export const things: readonly Thing[] = [
  // Faces of people and groups.
  picture('mei', '小梅.jpg', oneCup),
  picture('tom', 'hot-water-with-nothing.jpg', hotWater),
  picture('chenbo', '收音机.jpg', radio),
  picture('zhou', '汤圆的背影.jpg', (name) => cat(name, FACE)),
  picture('ayumi', '金継ぎ.jpg', (name) => mended(name, FACE)),
  picture('sofia', 'objetivo.jpg', lens),
  picture('ben', 'fiddle.jpg', fiddle),
  picture('hannah', 'ridge.jpg', (name) => ridges(name, HOURS.morning, { ...FACE, count: 5 })),
  picture('yuqing', '书架.jpg', books),
  picture('shenlan', '荷花.jpg', (name) => lotus(name, FACE)),
  picture('mei', '露台.jpg', (name) => terrace(name, { ...FACE, hour: HOURS.dawn })),
  picture('hannah', 'summit.jpg', (name) => seaOfClouds(name, HOURS.dawn, FACE)),

  // What people show each other where they talk.
  picture('ben', 'IMG_2041.jpg', (name) => fiddleCase(name, UPRIGHT)),
  { kind: 'VOICE', by: 'ben', name: 'snoring.wav', record: purr },
  { kind: 'VOICE', by: 'ben', name: 'tones.wav', record: jig },
  { kind: 'VOICE', by: 'mei', name: '水开了.wav', record: kettle },
  picture('zhou', '汤圆.jpg', (name) => cat(name, UPRIGHT)),
  picture('yuqing', '云海.jpg', (name) => seaOfClouds(name, HOURS.morning, LANDSCAPE)),
  picture('yuqing', '山顶.jpg', (name) => ridges(name, HOURS.morning, UPRIGHT)),
  picture('yuqing', '第31张.jpg', (name) => watermelon(name, UPRIGHT)),
  { kind: 'FILE', by: 'lin', name: '莲花岭 Lotus Ridge 轨迹.gpx', write: track },
  picture('priya', 'whiteboard.jpg', (name) => whiteboard(name, LANDSCAPE)),
  picture('lin', '压测 2026.png', (name) => dashboard(name), SCREEN),
  { kind: 'FILE', by: 'mei', name: '半日闲 · 秋季茶单.pdf', write: menu },
  picture('mei', '桂花乌龙.jpg', (name) => gaiwan(name, LANDSCAPE)),
  picture('ayumi', '窯出し.jpg', (name) => kiln(name, LANDSCAPE)),
  picture('shenlan', '早上好.jpg', (name) => lotus(name, UPRIGHT)),
  picture('sofia', 'patio-1.jpg', (name) => courtyard(name, UPRIGHT)),
  picture('sofia', 'patio-2.jpg', (name) =>
    courtyard(name, { ...UPRIGHT, wall: '#dcae8c', shade: '#5a4048' }),
  ),

  // What they show on their own pages.
  picture('mei', '雨天.jpg', (name) => terrace(name, LANDSCAPE)),
  picture('mei', '包子.jpg', (name) => buns(name, UPRIGHT)),
  picture('mei', '茶山.jpg', (name) => teaHills(name, HOURS.dawn, { width: 1200, height: 675 })),
  picture('tom', 'the-long-way.jpg', (name) => lanternStreet(name, undefined, UPRIGHT), NIGHT),
  picture('tom', 'roofs.jpg', (name) => roofs(name, { width: 1200, height: 675 })),
  picture('lin', '0312.jpg', (name) => roofs(name, LANDSCAPE)),
  picture('amir', 'corniche.jpg', (name) => harbour(name, HOURS.sunset)),
  picture('ayumi', '金継ぎ-1.jpg', (name) => mended(name, SQUARE)),
  picture('ayumi', '金継ぎ-2.jpg', (name) =>
    mended(name, { ...SQUARE, glaze: '#8d5648', wood: SLATE }),
  ),
  picture('ayumi', '金継ぎ-3.jpg', (name) => mended(name, { ...SQUARE, glaze: '#c9bfa6' })),
  picture('hannah', 'lotus-ridge-1.jpg', (name) => ridges(name, HOURS.dawn, LANDSCAPE)),
  picture('hannah', 'lotus-ridge-2.jpg', (name) => bamboo(name, UPRIGHT)),
  picture('hannah', 'lotus-ridge-3.jpg', (name) => seaOfClouds(name, HOURS.dawn, LANDSCAPE)),
  picture('hannah', 'lotus-ridge-4.jpg', (name) => ridges(name, HOURS.sunset, LANDSCAPE)),
  picture('yuqing', '出发.jpg', (name) => teaHills(name, HOURS.morning, LANDSCAPE)),
  picture('yuqing', '竹林.jpg', (name) => bamboo(name, SQUARE)),
  picture('yuqing', '回程.jpg', (name) =>
    ridges(name, HOURS.sunset, { ...SQUARE, sunAt: [0.3, 0.36] }),
  ),
  picture('sofia', 'qingshi-1.jpg', (name) => courtyard(name, SQUARE)),
  picture('sofia', 'qingshi-2.jpg', (name) => lanternStreet(name, AMBER_NIGHT, SQUARE), NIGHT),
  picture('sofia', 'qingshi-3.jpg', (name) =>
    gaiwan(name, { ...SQUARE, wood: ASH, glaze: '#7d9a8c', tea: '#b5541f', cups: 2 }),
  ),
  picture('sofia', 'qingshi-4.jpg', (name) => roofs(name, SQUARE)),
  picture('sofia', 'qingshi-5.jpg', (name) => terrace(name, { ...SQUARE, hour: HOURS.dawn })),
  picture('sofia', 'qingshi-6.jpg', (name) => buns(name, { ...SQUARE, count: 6 })),
  picture('sofia', 'qingshi-7.jpg', (name) => bamboo(name, SQUARE)),
  picture('sofia', 'qingshi-8.jpg', (name) => lotus(name, { ...SQUARE, petal: '#f1c9c4' })),
  picture(
    'sofia',
    'qingshi-9.jpg',
    (name) => lanternStreet(name, undefined, { ...SQUARE, people: true }),
    NIGHT,
  ),
];

const byName = new Map(things.map((thing) => [thing.name, thing]));

export function thingNamed(name: string): Thing {
  const thing = byName.get(name);
  if (!thing) throw new Error(`There is nothing called ${name} in this town.`);
  return thing;
}
