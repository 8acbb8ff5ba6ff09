import { randomBytes, randomUUID } from 'node:crypto';
import { solvedCaptcha } from './captcha.ts';
import { ask, dataOf, openSocket, type Response, type Socket } from './client.ts';
import { Following } from './follow.ts';
import { graphql, type ResultOf, type TadaDocumentNode, type VariablesOf } from './graphql.ts';

const Register = graphql(`
  mutation Register($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
      ... on Error { message }
    }
  }
`);
const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SignedIn { accessToken refreshToken session { id } user { id username nickname } }
      ... on Error { message }
    }
  }
`);
const RequestFriend = graphql(`
  mutation RequestFriend($input: RequestFriendInput!) {
    requestFriend(input: $input) {
      __typename
      ... on RequestFriendPayload { request { id status } }
      ... on Error { message }
    }
  }
`);
const OpenDirect = graphql(`
  mutation OpenDirect($input: OpenDirectConversationInput!) {
    openDirectConversation(input: $input) {
      __typename
      ... on OpenDirectConversationPayload { conversation { id } }
      ... on Error { message }
    }
  }
`);
export const CreateGroup = graphql(`
  mutation CreateGroup($input: CreateGroupInput!) {
    createGroup(input: $input) {
      __typename
      ... on CreateGroupPayload { conversation { id } }
      ... on Error { message }
    }
  }
`);
const AddMembers = graphql(`
  mutation AddMembers($input: AddMembersInput!) {
    addMembers(input: $input) {
      __typename
      ... on Error { message }
    }
  }
`);
const InviteToGroup = graphql(`
  mutation InviteToGroup($input: InviteToGroupInput!) {
    inviteToGroup(input: $input) {
      __typename
      ... on InviteToGroupPayload { invites { id token invitee { id } } }
      ... on Error { message }
    }
  }
`);
const JoinGroupByInvite = graphql(`
  mutation JoinGroupByInvite($input: JoinGroupByInviteInput!) {
    joinGroupByInvite(input: $input) {
      __typename
      ... on JoinGroupByInvitePayload { conversation { id } }
      ... on Error { message }
    }
  }
`);
const MarkRead = graphql(`
  mutation MarkRead($input: MarkReadInput!) {
    markRead(input: $input) {
      __typename
      ... on Error { message }
    }
  }
`);
export const SendMessage = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessagePayload { sent { id seq clientId sentAt } }
      ... on Error { message rule }
    }
  }
`);

export const PASSWORD = 'a pot of green tea';

interface Account {
  id: string;
  username: string;
  nickname: string;
}

/** The member of a result union that a story goes on with; anything else fails the test with what it says. */
export function expectType<Union extends { __typename: string }, Name extends Union['__typename']>(
  union: Union,
  name: Name,
): Extract<Union, { __typename: Name }> {
  if (union.__typename !== name) throw new Error(`Expected ${name}, not ${JSON.stringify(union)}`);
  return union as Extract<Union, { __typename: Name }>;
}

/** Somebody with a signed-in device. Everything goes through the public API. */
export class Person {
  constructor(
    readonly url: string,
    readonly account: Account,
    readonly token: string,
    readonly refreshToken: string,
    readonly sessionId: string,
  ) {}

  get id(): string {
    return this.account.id;
  }

  /** Asks and expects data. */
  async ask<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    return dataOf(document, variables, await ask(this.url, this.token, document, variables));
  }

  /** Asks and takes whatever comes. */
  attempt<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Response<Result>> {
    return ask(this.url, this.token, document, variables);
  }

  /** The same person through another server process. */
  through(url: string): Person {
    return new Person(url, this.account, this.token, this.refreshToken, this.sessionId);
  }

  /** The same person on another device. */
  onAnotherDevice(): Promise<Person> {
    return new World(this.url).known(this.account.username, PASSWORD);
  }

  async befriend(other: Person): Promise<void> {
    await this.ask(RequestFriend, { input: { userId: other.id } });
    const { requestFriend } = await other.ask(RequestFriend, { input: { userId: this.id } });
    const { request } = expectType(requestFriend, 'RequestFriendPayload');
    if (request.status !== 'ACCEPTED') throw new Error('Asking back did not accept');
  }

  /** Opens the conversation with a friend; answers its id. */
  async open(friend: Person): Promise<string> {
    const data = await this.ask(OpenDirect, { input: { userId: friend.id } });
    const opened = expectType(data.openDirectConversation, 'OpenDirectConversationPayload');
    return opened.conversation.id;
  }

  /** Makes a group with friends, a private one unless told otherwise; answers its id. */
  async group(
    name: string,
    friends: readonly Person[],
    settings: Omit<VariablesOf<typeof CreateGroup>['input'], 'name' | 'userIds'> = {},
  ): Promise<string> {
    const userIds = friends.map((friend) => friend.id);
    const data = await this.ask(CreateGroup, { input: { name, userIds, ...settings } });
    return expectType(data.createGroup, 'CreateGroupPayload').conversation.id;
  }

  /** Takes friends into a group: a public one at once; into a private one each is invited, and accepts. */
  async add(conversationId: string, friends: readonly Person[]): Promise<void> {
    const userIds = friends.map((friend) => friend.id);
    const { addMembers } = await this.ask(AddMembers, { input: { conversationId, userIds } });
    if (addMembers.__typename !== 'TokenRequiredError') {
      expectType(addMembers, 'AddMembersPayload');
      return;
    }
    for (const [index, token] of (await this.invite(conversationId, friends)).entries())
      await friends[index]?.accept(token);
  }

  /** Invites friends who are no members into a group; answers the token for each. */
  async invite(conversationId: string, friends: readonly Person[]): Promise<string[]> {
    const userIds = friends.map((friend) => friend.id);
    const data = await this.ask(InviteToGroup, { input: { conversationId, userIds } });
    const { invites } = expectType(data.inviteToGroup, 'InviteToGroupPayload');
    return friends.map((friend) => {
      const invite = invites.find(({ invitee }) => invitee?.id === friend.id);
      if (!invite) throw new Error(`${friend.account.nickname} was not invited`);
      return invite.token;
    });
  }

  /** Comes into a group by an invite; answers the group's id. */
  async accept(token: string): Promise<string> {
    const { joinGroupByInvite } = await this.ask(JoinGroupByInvite, { input: { token } });
    return expectType(joinGroupByInvite, 'JoinGroupByInvitePayload').conversation.id;
  }

  async send(conversationId: string, text: string, clientId: string = randomUUID()) {
    const { sendMessage } = await this.ask(SendMessage, {
      input: { conversationId, text, clientId },
    });
    return expectType(sendMessage, 'SendMessagePayload').sent;
  }

  async read(conversationId: string, seq: number): Promise<void> {
    const { markRead } = await this.ask(MarkRead, { input: { conversationId, seq } });
    expectType(markRead, 'MarkReadPayload');
  }

  /** A live subscription, from a cursor on or from now on. Not yet caught up: await `live()`. */
  follow(after: string | null = null): Following {
    return new Following(this.url, this.token, after);
  }

  socket(headers?: Record<string, string>): Socket {
    return openSocket(this.url, this.token, headers);
  }
}

function personOf(
  url: string,
  signedIn: Extract<ResultOf<typeof Register>['register'], { __typename: 'SignedIn' }>,
): Person {
  const { user, accessToken, refreshToken, session } = signedIn;
  return new Person(url, user, accessToken, refreshToken, session.id);
}

/** Builds people and what is between them, through the public API of the server at `url`. Nobody is ever reused. */
export class World {
  constructor(readonly url: string) {}

  async user(nickname: string): Promise<Person> {
    const username = `${nickname.replace(/[^A-Za-z0-9]/g, '').slice(0, 15)}_${randomBytes(5).toString('hex')}`;
    const input = { username, email: `${username}@example.org`, password: PASSWORD, nickname };
    const register = await this.#withCaptcha(async (captcha) => {
      const variables = { input: { ...input, captcha } };
      return dataOf(Register, variables, await ask(this.url, null, Register, variables)).register;
    });
    return personOf(this.url, expectType(register, 'SignedIn'));
  }

  /** Somebody who has an account already, on a new device. */
  async known(login: string, password: string): Promise<Person> {
    const input = { login, password };
    const signIn = await this.#withCaptcha(async (captcha) => {
      const variables = { input: { ...input, captcha } };
      return dataOf(SignIn, variables, await ask(this.url, null, SignIn, variables)).signIn;
    });
    return personOf(this.url, expectType(signIn, 'SignedIn'));
  }

  /** Brings the solution of a captcha where one is asked for, as every client does. */
  async #withCaptcha<Answer extends { __typename: string }>(
    act: (captcha?: string) => Promise<Answer>,
  ): Promise<Answer> {
    const answer = await act();
    return answer.__typename === 'CaptchaRequiredError'
      ? act(await solvedCaptcha(this.url))
      : answer;
  }

  /** Two friends and their conversation. */
  async friends(one: string, other: string): Promise<{ one: Person; other: Person; chat: string }> {
    const [first, second] = [await this.user(one), await this.user(other)];
    await first.befriend(second);
    return { one: first, other: second, chat: await first.open(second) };
  }
}
