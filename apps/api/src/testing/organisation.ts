import { randomBytes } from 'node:crypto';
import { appointByUsername } from '../accounts/service/administrators.ts';
import { graphql, type VariablesOf } from './graphql.ts';
import type { Stage } from './stage.ts';
import { expectType, type Person } from './world.ts';

/** What administrators do with the installation and its organisation, over the public API. */

const UpdateInstallation = graphql(`
  mutation SetUpInstallation($input: UpdateInstallationInput!) {
    updateInstallation(input: $input) {
      __typename
      ... on UpdateInstallationPayload {
        installation { id name welcome supportContact registration emailDomains strangersMayWrite }
      }
      ... on InvalidFieldError { field }
      ... on LimitReachedError { limit }
      ... on Error { rule }
    }
  }
`);
const Appoint = graphql(`
  mutation Appoint($input: AppointAdministratorInput!) {
    appointAdministrator(input: $input) {
      __typename
      ... on AppointAdministratorPayload { user { id } }
      ... on Error { rule }
    }
  }
`);
const Dismiss = graphql(`
  mutation Dismiss($input: DismissAdministratorInput!) {
    dismissAdministrator(input: $input) {
      __typename
      ... on DismissAdministratorPayload { user { id } }
      ... on Error { rule }
    }
  }
`);
const CreateDepartment = graphql(`
  mutation CreateADepartment($input: CreateDepartmentInput!) {
    createDepartment(input: $input) {
      __typename
      ... on CreateDepartmentPayload { department { id departmentName path { departmentName } } }
      ... on InvalidFieldError { field }
      ... on DepartmentTooDeepError { limit }
      ... on Error { rule }
    }
  }
`);
const RenameDepartment = graphql(`
  mutation RenameADepartment($input: RenameDepartmentInput!) {
    renameDepartment(input: $input) {
      __typename
      ... on RenameDepartmentPayload { department { id departmentName } }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
const MoveDepartment = graphql(`
  mutation MoveADepartment($input: MoveDepartmentInput!) {
    moveDepartment(input: $input) {
      __typename
      ... on MoveDepartmentPayload { department { id path { id } } }
      ... on DepartmentTooDeepError { limit }
      ... on Error { rule }
    }
  }
`);
const DeleteDepartment = graphql(`
  mutation DeleteADepartment($input: DeleteDepartmentInput!) {
    deleteDepartment(input: $input) {
      __typename
      ... on DeleteDepartmentPayload { departmentId }
      ... on DepartmentTooDeepError { limit }
      ... on Error { rule }
    }
  }
`);
const AddDepartmentMembers = graphql(`
  mutation AddToDepartment($input: AddDepartmentMembersInput!) {
    addDepartmentMembers(input: $input) {
      __typename
      ... on AddDepartmentMembersPayload { department { id memberCount } }
      ... on InvalidFieldError { field }
      ... on LimitReachedError { limit }
      ... on Error { rule }
    }
  }
`);
const UpdateDepartmentMember = graphql(`
  mutation ChangePosition($input: UpdateDepartmentMemberInput!) {
    updateDepartmentMember(input: $input) {
      __typename
      ... on UpdateDepartmentMemberPayload { member { id title head primary user { id } } }
      ... on InvalidFieldError { field }
      ... on Error { rule }
    }
  }
`);
const RemoveDepartmentMember = graphql(`
  mutation EndPosition($input: RemoveDepartmentMemberInput!) {
    removeDepartmentMember(input: $input) {
      __typename
      ... on RemoveDepartmentMemberPayload { memberId department { id memberCount } }
      ... on Error { rule }
    }
  }
`);
const Positions = graphql(`
  query PositionsOf($id: ID!) {
    node(id: $id) {
      ... on User { positions { id title head primary department { id departmentName } } }
    }
  }
`);
const Structure = graphql(`
  query Structure {
    viewer {
      organisation {
        id memberCount
        departments(first: 100) {
          edges { node { id departmentName memberCount
            children(first: 20) { edges { node { id departmentName } } }
          } }
        }
      }
    }
  }
`);

/** Somebody who runs the installation: appointed by whoever has the machine. */
export async function administratorOf(stage: Stage, nickname = 'Ada'): Promise<Person> {
  const person = await stage.world.user(nickname);
  await appointByUsername(stage.backend, person.account.username);
  return person;
}

export const setUp = async (by: Person, input: VariablesOf<typeof UpdateInstallation>['input']) =>
  (await by.ask(UpdateInstallation, { input })).updateInstallation;
export const appoint = async (by: Person, { id }: { id: string }) =>
  (await by.ask(Appoint, { input: { userId: id } })).appointAdministrator;
export const dismiss = async (by: Person, { id }: { id: string }) =>
  (await by.ask(Dismiss, { input: { userId: id } })).dismissAdministrator;

export const tryDepartment = async (by: Person, name: string, parentId?: string | null) =>
  (await by.ask(CreateDepartment, { input: { name, parentId } })).createDepartment;
/** Makes a department; answers its id. */
export const department = async (by: Person, name: string, parentId?: string | null) =>
  expectType(await tryDepartment(by, name, parentId), 'CreateDepartmentPayload').department.id;
export const rename = async (by: Person, departmentId: string, name: string) =>
  (await by.ask(RenameDepartment, { input: { departmentId, name } })).renameDepartment;
export const move = async (
  by: Person,
  departmentId: string,
  parentId: string | null,
  beforeId: string | null = null,
) => (await by.ask(MoveDepartment, { input: { departmentId, parentId, beforeId } })).moveDepartment;
export const remove = async (by: Person, departmentId: string, moveToId: string | null = null) =>
  (await by.ask(DeleteDepartment, { input: { departmentId, moveToId } })).deleteDepartment;
export const employ = async (
  by: Person,
  departmentId: string,
  people: readonly { id: string }[],
  title?: string,
) => {
  const input = { departmentId, userIds: people.map(({ id }) => id), title };
  return (await by.ask(AddDepartmentMembers, { input })).addDepartmentMembers;
};
export const changePosition = async (
  by: Person,
  input: VariablesOf<typeof UpdateDepartmentMember>['input'],
) => (await by.ask(UpdateDepartmentMember, { input })).updateDepartmentMember;
export const endPosition = async (by: Person, memberId: string) =>
  (await by.ask(RemoveDepartmentMember, { input: { memberId } })).removeDepartmentMember;

/** Somebody's positions, as another sees them. */
export async function positionsOf(person: { id: string }, seenBy: Person) {
  const { node } = await seenBy.ask(Positions, { id: person.id });
  if (!node || !('positions' in node)) throw new Error('A user’s id led to no user');
  return node.positions;
}

/** The tree as somebody sees it, or null where they see none. */
export async function structure(seenBy: Person) {
  const { viewer } = await seenBy.ask(Structure, {});
  return viewer.organisation;
}

/** All that can come of an organisation, for somebody who is none of it at the end; and of running it. */
export async function liveThroughOrganisation(by: Person, person: Person): Promise<void> {
  expectType(await setUp(by, { welcome: 'Sit down.' }), 'UpdateInstallationPayload');
  expectType(await appoint(by, person), 'AppointAdministratorPayload');
  expectType(await dismiss(by, person), 'DismissAdministratorPayload');
  const kitchen = await department(by, `Kitchen of ${person.account.username}`.slice(0, 50));
  expectType(await employ(by, kitchen, [person], 'Cook'), 'AddDepartmentMembersPayload');
  const [position] = await positionsOf(person, by);
  if (!position) throw new Error('Whoever was taken in has no position');
  expectType(await endPosition(by, position.id), 'RemoveDepartmentMemberPayload');
}

/** A good value for each of the inputs that are about an organisation, of which some is left after each of them. */
export async function organised(
  by: Person,
  person: Person,
): Promise<Record<string, () => string | undefined>> {
  const kitchen = await department(by, 'Kitchen');
  const garden = await department(by, 'Garden');
  const house = await department(by, 'House');
  await employ(by, kitchen, [person]);
  const [position] = await positionsOf(person, by);
  const unique = () => `Hall ${randomBytes(5).toString('hex')}`;
  return {
    'CreateDepartmentInput.name': unique,
    'RenameDepartmentInput.name': unique,
    departmentId: () => kitchen,
    'DeleteDepartmentInput.departmentId': () => garden,
    parentId: () => house,
    beforeId: () => garden,
    moveToId: () => house,
    memberId: () => position?.id,
    registration: () => 'OPEN',
    emailDomains: () => 'example.org',
  };
}
