import type { Town } from './town.fixture';

export type Case = (town: Town) => object | object[];

/** What happens to people, accounts and the installation, as it changes the town and as it is told. */
export const PEOPLE_CASES: Record<string, Record<string, Case>> = {
  FriendRequestMade: {
    'to me': (town) => {
      const [known] = town.friendRequests;
      const request = { ...known, id: 'again' } as (typeof town.friendRequests)[number];
      town.friendRequests.push(request);
      return { __typename: 'FriendRequestMade', request };
    },
  },
  FriendRequestDecided: {
    'on another device': (town) => {
      const [request] = town.friendRequests;
      Object.assign(request ?? {}, { status: 'DECLINED' });
      return { __typename: 'FriendRequestDecided', request };
    },
  },
  FriendshipStarted: {
    'one more': (town) => {
      town.friends.push(town.tom);
      return { __typename: 'FriendshipStarted', user: town.tom };
    },
  },
  FriendshipEnded: {
    'with somebody on the screen': (town) => {
      town.friends = [];
      const user = Object.assign(town.mei, {
        relation: 'STRANGER',
        strangerState: 'NEW',
        presence: null,
      });
      return { __typename: 'FriendshipEnded', user };
    },
  },
  ApproachChanged: {
    'by somebody who has written': (town) => ({
      __typename: 'ApproachChanged',
      user: Object.assign(town.mei, { strangerState: 'RECEIVED' }),
    }),
    'by somebody who has answered': (town) => ({
      __typename: 'ApproachChanged',
      user: Object.assign(town.mei, { strangerState: 'ACCEPTED' }),
    }),
  },
  ReachChanged: {
    'somebody does not let me reach them any more': (town) => {
      Object.assign(town.mei, { unreachable: 'REFUSED' });
      return { __typename: 'ReachChanged' };
    },
  },
  UserBlocked: {
    'whose presence is not told any more': (town) => ({
      __typename: 'UserBlocked',
      user: Object.assign(town.mei, { presence: null, blocked: true }),
    }),
  },
  UserUnblocked: {
    'whose presence is told again': (town) => {
      const presence = { __typename: 'Presence', state: 'ONLINE', lastSeenAt: null };
      return {
        __typename: 'UserUnblocked',
        user: Object.assign(town.mei, { presence, blocked: false }),
      };
    },
  },
  InstallationChanged: {
    'called otherwise': (town) => {
      Object.assign(town.installation, { name: 'Old Town' });
      return { __typename: 'InstallationChanged', installation: town.installation };
    },
  },
  AdministratorAppointed: {
    'one more': (town) => {
      town.administrators.push(town.mei);
      return { __typename: 'AdministratorAppointed', user: town.mei, viewer: town.viewer };
    },
  },
  AdministratorDismissed: {
    'somebody else': (town) => {
      town.administrators.pop();
      return { __typename: 'AdministratorDismissed', user: town.tom, viewer: town.viewer };
    },
    'I am, and see no organisation any more': (town) => {
      town.administrators.shift();
      town.placed = false;
      return { __typename: 'AdministratorDismissed', user: town.me, viewer: town.viewer };
    },
  },
  OrganisationJoined: {
    'and see who is in it': (town) => {
      town.positions.push({ ...town.positions[0], id: 'mine', user: town.me } as never);
      return { __typename: 'OrganisationJoined', viewer: town.viewer };
    },
  },
  OrganisationLeft: {
    'and see it no more': (town) => {
      town.placed = false;
      Object.assign(town.mei, { positions: [] });
      return { __typename: 'OrganisationLeft', viewer: town.viewer };
    },
  },
  OrganisationChanged: {
    'a department is called otherwise': (town) => {
      Object.assign(town.kitchen, { departmentName: 'Kitchens' });
      return { __typename: 'OrganisationChanged' };
    },
    'somebody has another title': (town) => {
      Object.assign(town.positions[0] ?? {}, { title: 'Chef' });
      return { __typename: 'OrganisationChanged' };
    },
    'somebody is gone from it': (town) => {
      town.positions = [];
      return { __typename: 'OrganisationChanged' };
    },
  },
  ProfileChanged: {
    'of a friend': (town) => ({
      __typename: 'ProfileChanged',
      user: Object.assign(town.mei, { nickname: 'Mei Lin', username: 'meilin', bio: 'Oolong' }),
    }),
    'with another picture': (town) => ({
      __typename: 'ProfileChanged',
      user: Object.assign(town.mei, { avatar: town.picture('new-face') }),
    }),
    'of my own': (town) => ({
      __typename: 'ProfileChanged',
      user: Object.assign(town.me, { nickname: 'Myself', bio: 'Tea' }),
    }),
  },
  AccountChanged: {
    'another address, and one more way in': (town) => {
      Object.assign(town.viewer, {
        email: 'new@example.org',
        pendingPhone: '+8613812345678',
        usernameChangeableAt: '2026-02-01T00:00:00Z',
        reauthenticationMethods: ['PASSWORD', 'PROVIDER'],
        identities: [{ __typename: 'ExternalIdentity', id: 'github', displayName: 'mei' }],
      });
      return { __typename: 'AccountChanged', viewer: town.viewer };
    },
    'an address is proven': (town) => {
      Object.assign(town.viewer, { email: 'me@example.org', unverifiedEmail: null });
      return { __typename: 'AccountChanged', viewer: town.viewer };
    },
  },
  SessionStarted: {
    'one more': (town) => {
      const session = { ...town.sessions[0], id: 'desk' } as (typeof town.sessions)[number];
      town.sessions.push(session);
      return { __typename: 'SessionStarted', session };
    },
  },
  SessionRevoked: {
    'one of two': (town) => {
      town.sessions.push({ ...town.sessions[0], id: 'desk' } as (typeof town.sessions)[number]);
      return { __typename: 'SessionRevoked', sessionId: 'gone' };
    },
  },
  ContactChanged: {
    'called otherwise': (town) => ({
      __typename: 'ContactChanged',
      user: Object.assign(town.mei, { remark: 'Sister' }),
    }),
    'taken out of a category': (town) => ({
      __typename: 'ContactChanged',
      user: Object.assign(town.mei, { categories: [] }),
    }),
  },
  FriendCategoriesChanged: {
    'one more': (town) => {
      const [known] = town.categories;
      town.categories.push({ ...known, id: 'work', title: 'Work' } as typeof known & object);
      return { __typename: 'FriendCategoriesChanged', viewer: town.viewer };
    },
    'called otherwise': (town) => {
      Object.assign(town.categories[0] ?? {}, { title: 'Oolong' });
      return { __typename: 'FriendCategoriesChanged', viewer: town.viewer };
    },
    'with a friend in it gone': (town) => {
      town.categories.pop();
      return { __typename: 'FriendCategoriesChanged', viewer: town.viewer };
    },
  },
  PrivacyChanged: {
    'what I keep to myself I do not see of others': (town) => {
      Object.assign(town.privacy, { presenceShownTo: 'NOBODY' });
      Object.assign(town.mei, { presence: null });
      return { __typename: 'PrivacyChanged', viewer: town.viewer };
    },
  },
  PresenceChanged: {
    'a friend is there': (town) => {
      const presence = { __typename: 'Presence', state: 'ONLINE', lastSeenAt: null };
      return { __typename: 'PresenceChanged', user: Object.assign(town.mei, { presence }) };
    },
  },
};
