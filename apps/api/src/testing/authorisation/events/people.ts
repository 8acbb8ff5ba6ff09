import { randomUUID } from 'node:crypto';
import { tellProfileChanges } from '../../../accounts/service/profile.ts';
import { tellFriends } from '../../../contacts/service/profiles.ts';
import { assertionOf } from '../../accounts.ts';
import { ask } from '../../client.ts';
import { change } from '../../convergence/scene.ts';
import { uuidOf } from '../../ids.ts';
import { ORGANISED, signedIn } from '../actors.ts';
import { type EventRows, HINT, keep, kept, SELF, told } from '../events.ts';
import { globalId } from '../people.ts';
import { documentOf } from '../reading.ts';
import { say } from '../scenes.ts';

export const ofPeople: EventRows = {
  FriendRequestMade: {
    of: 'the stranger asks the person to become friends',
    cause: (company) => {
      const { stranger, self } = company;
      return keep(company, 'request', change(stranger, 'requestFriend', { userId: self.id }));
    },
    gets: told(['self', 'stranger']),
  },
  FriendRequestDecided: {
    of: 'the stranger takes the request back',
    cause: (company) =>
      change(company.stranger, 'cancelFriendRequest', { requestId: kept(company, 'request') }),
    gets: told(['self', 'stranger']),
  },
  FriendshipStarted: {
    of: 'the person and the member become friends',
    cause: ({ self, member }) => self.befriend(member),
    gets: told(['self', 'member']),
  },
  ContactChanged: {
    of: 'the person calls the friend by a name of their own',
    cause: ({ self, friend }) =>
      change(self, 'setRemark', { userId: friend.id, remark: 'Old Tom' }),
    gets: SELF,
  },
  FriendshipEnded: {
    of: 'the person ends the friendship with the member',
    cause: ({ self, member }) => change(self, 'removeFriend', { userId: member.id }),
    gets: told(['self', 'member']),
  },
  UserBlocked: {
    of: 'the person blocks the member',
    cause: ({ self, member }) => change(self, 'blockUser', { userId: member.id }),
    gets: SELF,
  },
  UserUnblocked: {
    of: 'the person unblocks the member',
    cause: ({ self, member }) => change(self, 'unblockUser', { userId: member.id }),
    gets: SELF,
  },
};

export const ofAccounts: EventRows = {
  ProfileChanged: {
    // A profile is everybody's to see. Whoever is blocked has the person among their contacts still, and a name that
    // stood still there alone would tell them why.
    of: 'the person says something else of themself, to whoever has them among their contacts',
    cause: async ({ self, stage }) => {
      await change(self, 'updateProfile', { bio: 'Likes tea.' });
      await tellProfileChanges(stage.backend, [tellFriends]);
    },
    gets: told(['self', 'friend', 'blocked']),
  },
  AccountChanged: {
    of: 'the person lets a provider open their account',
    cause: async ({ self }) => {
      const claims = { provider: 'github', purpose: 'LINK', session: self.sessionId };
      const assertion = await assertionOf({ ...claims, subject: randomUUID() });
      await change(self, 'linkIdentity', { assertion });
    },
    gets: SELF,
  },
  PrivacyChanged: {
    of: 'the person is not found by name any more',
    cause: ({ self }) => change(self, 'updatePrivacy', { foundByName: false }),
    gets: SELF,
  },
  FriendCategoriesChanged: {
    of: 'the person makes a category',
    cause: ({ self }) => change(self, 'createFriendCategory', { title: 'Tea' }),
    gets: SELF,
  },
  ReachChanged: [
    {
      of: 'the friend lets only friends of friends reach them, and everybody again',
      cause: async ({ friend }) => {
        for (const reachableBy of ['FRIENDS_OF_FRIENDS', 'EVERYONE'])
          await change(friend, 'updatePrivacy', { reachableBy });
      },
      gets: told(['self']),
      catchesUp: HINT,
    },
    {
      of: 'an administrator of the installation keeps strangers apart, and lets them write again',
      cause: async ({ installation }) => {
        for (const strangersMayWrite of [false, true])
          await change(installation, 'updateInstallation', { strangersMayWrite });
      },
      gets: told(signedIn),
      catchesUp: HINT,
    },
  ],
  ApproachChanged: {
    of: 'the stranger writes to the person for the first time',
    prepare: async (company) => {
      const { stranger, self } = company;
      const opened = change(stranger, 'openDirectConversation', { userId: self.id });
      await keep(company, 'approach', opened);
    },
    cause: (company) => say(company.stranger, kept(company, 'approach')),
    gets: told(['self', 'stranger']),
  },
};

export const ofOrganisation: EventRows = {
  InstallationChanged: {
    of: 'an administrator changes what the doors say',
    cause: ({ installation }) =>
      change(installation, 'updateInstallation', { welcome: randomUUID() }),
    gets: told(['installation']),
  },
  AdministratorAppointed: {
    of: 'the guest becomes an administrator of the installation',
    cause: ({ installation, guest }) =>
      change(installation, 'appointAdministrator', { userId: guest.id }),
    gets: told(['installation']),
  },
  AdministratorDismissed: {
    of: 'the guest is no administrator of the installation any more',
    cause: ({ installation, guest }) =>
      change(installation, 'dismissAdministrator', { userId: guest.id }),
    gets: told(['installation']),
  },
  OrganisationChanged: {
    of: 'a department is called otherwise',
    cause: ({ installation, department }) =>
      change(installation, 'renameDepartment', { departmentId: department, name: randomUUID() }),
    gets: told(ORGANISED),
    catchesUp: HINT,
  },
  OrganisationJoined: {
    of: 'the former member gets a position',
    cause: ({ installation, department, former }) =>
      change(installation, 'addDepartmentMembers', {
        departmentId: department,
        userIds: [former.id],
      }),
    gets: told(['former']),
  },
  OrganisationLeft: {
    of: 'the former member has no position any more',
    cause: async ({ installation, stage, former }) => {
      const where = { accountId: uuidOf(former.id) };
      const { id } = await stage.backend.db.departmentMember.findFirstOrThrow({ where });
      const memberId = globalId('DepartmentMember', id);
      await change(installation, 'removeDepartmentMember', { memberId });
    },
    gets: told(['former']),
  },
};

const SignIn = documentOf(`
  mutation ($input: SignInWithProviderInput!) {
    signInWithProvider(input: $input) { ... on SignedIn { session { id } } }
  }
`);

export const ofDevices: EventRows = {
  SessionStarted: {
    of: 'the person signs in on another device',
    cause: async (company) => {
      const { stage, self } = company;
      const subject = randomUUID();
      await stage.backend.db.externalIdentity.create({
        data: { provider: 'github', subject, accountId: uuidOf(self.id) },
      });
      const input = { assertion: await assertionOf({ provider: 'github', subject }) };
      const { data } = await ask(stage.url, null, SignIn, { input });
      const signedIn = data?.signInWithProvider as { session?: { id: string } };
      company.made.device = signedIn.session?.id ?? '';
    },
    gets: SELF,
  },
  PresenceChanged: {
    of: 'the person leaves their only device idle',
    cause: ({ self }) => change(self, 'setIdle', { idle: true }),
    gets: told(['friend']),
    catchesUp: HINT,
  },
  SessionRevoked: {
    of: 'the person signs another device out',
    cause: (company) =>
      change(company.self, 'revokeSession', { sessionId: kept(company, 'device') }),
    gets: SELF,
  },
};
