import { randomBytes } from 'node:crypto';
import { administratorOf, appoint, department, employ, positionsOf } from '../organisation.ts';
import type { Stage } from '../stage.ts';
import type { Person, World } from '../world.ts';
import { acting, type Cases, change } from './scene.ts';

const TREE = 'The tree is read again when a hint says so, and is no part of what is held.';

const unique = (name: string) => `${name} ${randomBytes(5).toString('hex')}`;

/** Somebody who runs the installation, and Tom, who works in the kitchen. */
async function kitchen(stage: Stage, world: World) {
  const [ada, tom] = await Promise.all([administratorOf(stage), world.user('Tom')]);
  const departmentId = await department(ada, unique('Kitchen'));
  await employ(ada, departmentId, [tom], 'Cook');
  return { ada, tom, people: [ada, tom], departmentId };
}

async function positionOf(person: Person, seenBy: Person): Promise<string> {
  const [position] = await positionsOf(person, seenBy);
  if (!position) throw new Error(`${person.account.nickname} has no position`);
  return position.id;
}

/** What administrators do. They are appointed by whoever has the machine, which is why the stage is needed. */
export const administrationCases = (stage: () => Stage): Cases => ({
  updateInstallation: {
    'a welcome': async (world) => {
      const [ada, tom] = await Promise.all([administratorOf(stage()), world.user('Tom')]);
      return {
        people: [ada, tom],
        act: () => change(ada, 'updateInstallation', { welcome: unique('Sit down.') }),
        silent: 'What the doors say is no part of what a person holds.',
      };
    },
  },
  appointAdministrator: {
    'somebody who was none': async (world) => {
      const [ada, tom] = await Promise.all([administratorOf(stage()), world.user('Tom')]);
      return acting([ada, tom], () => change(ada, 'appointAdministrator', { userId: tom.id }));
    },
  },
  dismissAdministrator: {
    another: async () => {
      const [ada, tom] = [await administratorOf(stage()), await administratorOf(stage(), 'Tom')];
      return acting([ada, tom], () => change(ada, 'dismissAdministrator', { userId: tom.id }));
    },
    'another, who has a position': async (world) => {
      const { ada, tom, people } = await kitchen(stage(), world);
      await appoint(ada, tom);
      return acting(people, () => change(ada, 'dismissAdministrator', { userId: tom.id }));
    },
  },
  createDepartment: {
    'at the top': async (world) => {
      const { ada, people } = await kitchen(stage(), world);
      const act = () => change(ada, 'createDepartment', { name: unique('Garden') });
      return { people, act, silent: TREE };
    },
  },
  renameDepartment: {
    'with people in it': async (world) => {
      const { ada, people, departmentId } = await kitchen(stage(), world);
      const input = { departmentId, name: unique('Kitchens') };
      return { people, act: () => change(ada, 'renameDepartment', input), silent: TREE };
    },
  },
  moveDepartment: {
    'below another': async (world) => {
      const { ada, people, departmentId } = await kitchen(stage(), world);
      const parentId = await department(ada, unique('House'));
      const input = { departmentId, parentId };
      return { people, act: () => change(ada, 'moveDepartment', input), silent: TREE };
    },
  },
  deleteDepartment: {
    'whose people go elsewhere': async (world) => {
      const { ada, people, departmentId } = await kitchen(stage(), world);
      const input = { departmentId, moveToId: await department(ada, unique('House')) };
      return { people, act: () => change(ada, 'deleteDepartment', input), silent: TREE };
    },
  },
  addDepartmentMembers: {
    'somebody new and somebody old': async (world) => {
      const { ada, tom, people, departmentId } = await kitchen(stage(), world);
      const lin = await world.user('Lin');
      const input = { departmentId, userIds: [tom.id, lin.id] };
      return acting([...people, lin], () => change(ada, 'addDepartmentMembers', input));
    },
  },
  updateDepartmentMember: {
    'a title': async (world) => {
      const { ada, tom, people } = await kitchen(stage(), world);
      const input = { memberId: await positionOf(tom, ada), title: 'Chef', head: true };
      return { people, act: () => change(ada, 'updateDepartmentMember', input), silent: TREE };
    },
  },
  removeDepartmentMember: {
    'from the only one': async (world) => {
      const { ada, tom, people } = await kitchen(stage(), world);
      const input = { memberId: await positionOf(tom, ada) };
      return acting(people, () => change(ada, 'removeDepartmentMember', input));
    },
    'from one of two': async (world) => {
      const { ada, tom, people } = await kitchen(stage(), world);
      await employ(ada, await department(ada, unique('House')), [tom]);
      const input = { memberId: await positionOf(tom, ada) };
      return { people, act: () => change(ada, 'removeDepartmentMember', input), silent: TREE };
    },
  },
});
