import { randomUUID } from 'node:crypto';
import { appointByUsername } from '../../accounts/service/administrators.ts';
import { ask, type Response } from '../client.ts';
import { change } from '../convergence/scene.ts';
import type { TadaDocumentNode } from '../graphql.ts';
import { uuidOf } from '../ids.ts';
import { linkInto } from '../joining.ts';
import { inSeconds } from '../keeping.ts';
import type { Stage } from '../stage.ts';
import type { Person } from '../world.ts';
import { type Actor, isVisitor, type Somebody, signedIn, type Visitor } from './actors.ts';
import { anotherDevice, manyPeople } from './people.ts';

/** The person, and everybody else in their relation to them. */
export interface Company extends Readonly<Record<Somebody, Person>> {
  stage: Stage;
  /** A private group. */
  group: string;
  /** The person’s conversation with the friend. */
  chat: string;
  /** The person’s conversation with the friend whom they have blocked since. */
  blockedChat: string;
  /** Where the person and the colleague are in the organisation. */
  department: string;
  tokens: Readonly<Record<Visitor, string | null>>;
}

/** Builds companies as they are asked for. The people come in one go. */
export class Companies {
  #people: Person[] = [];

  constructor(readonly stage: Stage) {}

  async one(): Promise<Company> {
    return assemble(this.stage, await this.#cast());
  }

  async #cast(): Promise<Record<Somebody, Person>> {
    if (this.#people.length < signedIn.length)
      this.#people = await manyPeople(this.stage, signedIn.length * 20);
    const people = this.#people.splice(0, signedIn.length);
    return Object.fromEntries(signedIn.map((actor, index) => [actor, people[index]])) as Record<
      Somebody,
      Person
    >;
  }
}

async function assemble(stage: Stage, cast: Record<Somebody, Person>): Promise<Company> {
  const { self, friend, blocked } = cast;
  const [group, department] = await Promise.all([
    gather(cast),
    organise(stage, cast),
    self.befriend(friend),
    self.befriend(blocked),
  ]);
  const [chat, blockedChat] = await Promise.all([self.open(friend), self.open(blocked)]);
  await change(self, 'blockUser', { userId: blocked.id });
  const tokens = await endedSessions(stage, self);
  return { ...cast, stage, group, chat, blockedChat, department, tokens };
}

/** The owner makes the group with a friend; the others come by a link, and need not be friends of anybody. */
async function gather(cast: Record<Somebody, Person>): Promise<string> {
  const { self, former, muted, member, administrator, owner } = cast;
  await owner.befriend(administrator);
  const group = await owner.group('Tea room', [administrator]);
  const { token } = await linkInto(group, owner);
  for (const person of [self, former, muted, member]) await person.accept(token);
  await change(former, 'leaveGroup', { conversationId: group });
  const input = { conversationId: group };
  await change(owner, 'setMemberRole', {
    ...input,
    userId: administrator.id,
    role: 'ADMINISTRATOR',
  });
  await change(owner, 'muteMember', { ...input, userId: muted.id, until: inSeconds(86_400) });
  return group;
}

/** An administrator gives the person and the colleague their places. */
async function organise(
  { backend }: Stage,
  { self, colleague, installation }: Record<Somebody, Person>,
): Promise<string> {
  await appointByUsername(backend, installation.account.username);
  const departmentId = await change(installation, 'createDepartment', { name: randomUUID() });
  const userIds = [self.id, colleague.id];
  await change(installation, 'addDepartmentMembers', {
    departmentId,
    userIds,
    title: 'Tea master',
  });
  return departmentId;
}

/** Tokens that are signed and in time, of sessions of the person’s that are over. */
async function endedSessions(stage: Stage, self: Person): Promise<Company['tokens']> {
  const [expired, revoked] = [await anotherDevice(stage, self), await anotherDevice(stage, self)];
  await stage.backend.db.session.update({
    where: { id: uuidOf(expired.sessionId) },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
  await change(self, 'revokeSession', { sessionId: revoked.sessionId });
  return { anonymous: null, expired: expired.token, revoked: revoked.token };
}

/** Asks as an actor does, also as one without a session, and takes whatever comes. */
export function askAs<Result, Variables>(
  company: Company,
  actor: Actor,
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Response<Result>> {
  const token = isVisitor(actor) ? company.tokens[actor] : company[actor].token;
  return ask(company.stage.url, token, document, variables);
}
