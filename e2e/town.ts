/** The moment at which pictures of the demo town are taken, so that they stay the same. */
export const TOWN_ZONE = 'Asia/Shanghai';
export const TOWN_TIME = new Date('2026-10-16T19:42:00+08:00');
