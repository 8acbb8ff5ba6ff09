import type { Prisma } from '../client.ts';
import type { Username } from './people.ts';
import { after, DAY, idAt, type Town } from './stage.ts';

/** A part of the street, with who is what in it and what lies below. */
interface Part {
  name: string;
  /** Those who lead it first. */
  people?: readonly { username: Username; title: string; head?: true }[];
  below?: readonly Part[];
}

/** Who sets the town's server up. */
export const administrator = 'mei' satisfies Username;

/** The street as its merchants see it. Whoever is not in it, such as Mei’s mother, sees no organisation. */
export const parts: readonly Part[] = [
  {
    name: '半日闲茶馆',
    people: [{ username: 'mei', title: '掌柜', head: true }],
    below: [
      {
        name: '茶席 Tea room',
        people: [
          { username: 'chenbo', title: '棋桌主人', head: true },
          { username: 'ben', title: 'Fiddle, not after nine' },
        ],
      },
      {
        name: '后厨 Kitchen',
        people: [
          { username: 'amir', title: 'Hummus and cardamom coffee', head: true },
          { username: 'julien', title: 'Pastry' },
        ],
      },
    ],
  },
  {
    name: '青石巷商户',
    people: [{ username: 'yuqing', title: '巷长', head: true }],
    below: [
      { name: '纸间书店', people: [{ username: 'yuqing', title: '店主', head: true }] },
      {
        name: '手艺 Crafts',
        people: [
          { username: 'ayumi', title: '陶 · 金继', head: true },
          { username: 'ajie', title: '修一切' },
          { username: 'sofia', title: 'Fotógrafa' },
        ],
        below: [{ name: '花店', people: [{ username: 'tangtang', title: '店主', head: true }] }],
      },
      { name: '骑手 Riders', people: [{ username: 'zhou', title: '片区骑手' }] },
    ],
  },
  {
    name: '课程与活动 Classes & walks',
    people: [
      { username: 'tom', title: 'English teacher', head: true },
      { username: 'hannah', title: 'Walks, uphill' },
      { username: 'mei', title: '中文老师' },
    ],
  },
  {
    name: '值班 On call',
    people: [{ username: 'lin', title: 'SRE', head: true }],
    below: [
      {
        name: 'Front end & payments',
        people: [
          { username: 'priya', title: 'Front end' },
          { username: 'guorui', title: '支付后端' },
        ],
      },
    ],
  },
];

export interface OrganisationRows {
  installation: Prisma.InstallationUpdateInput;
  administrators: Prisma.AdministratorCreateManyInput[];
  departments: Prisma.DepartmentCreateManyInput[];
  departmentMembers: Prisma.DepartmentMemberCreateManyInput[];
}

/** The organisation with its parents before their children. A person’s first position is their primary one. */
export function organise({ now, id, joinedAt }: Town): OrganisationRows {
  const foundedAt = joinedAt[administrator];
  const begun = after(foundedAt, DAY, now);
  const departments: Prisma.DepartmentCreateManyInput[] = [];
  const departmentMembers: Prisma.DepartmentMemberCreateManyInput[] = [];
  const placed = new Set<Username>();
  const place = (part: Part, order: number, parentId: string | null) => {
    const departmentId = idAt(begun);
    departments.push({
      id: departmentId,
      parentId,
      name: part.name,
      place: order,
      createdAt: begun,
    });
    for (const { username, title, head = false } of part.people ?? []) {
      const createdAt = after(new Date(Math.max(+begun, +joinedAt[username])), DAY, now);
      departmentMembers.push({
        id: idAt(createdAt),
        departmentId,
        accountId: id[username],
        title,
        head,
        primary: !placed.has(username),
        createdAt,
      });
      placed.add(username);
    }
    part.below?.forEach((below, index) => void place(below, index, departmentId));
  };
  parts.forEach((part, index) => void place(part, index, null));
  return {
    installation: { foundedAt },
    administrators: [{ accountId: id[administrator], appointedAt: foundedAt }],
    departments,
    departmentMembers,
  };
}
