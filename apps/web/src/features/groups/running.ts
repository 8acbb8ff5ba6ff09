'use client';

import { useMemo } from 'react';
import { type Client, useClient } from 'urql';
import { graphql, type VariablesOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { GroupAvatar_conversation } from './components/group-avatar.fragment';
import { Groups_invite } from './documents';

const UpdateMutation = graphql(
  `
  mutation Groups_update($input: UpdateGroupInput!) {
    updateGroup(input: $input) {
      __typename
      ... on UpdateGroupPayload {
        conversation {
          id
          name
          description
          ...GroupAvatar_conversation
          visibility
          joinPolicy
          mentionAllRestricted
          forwardingForbidden
        }
      }
    }
  }
`,
  [GroupAvatar_conversation],
);

const SetAvatarMutation = graphql(
  `
  mutation Groups_setAvatar($input: SetGroupAvatarInput!) {
    setGroupAvatar(input: $input) {
      __typename
      ... on SetGroupAvatarPayload {
        conversation {
          id
          ...GroupAvatar_conversation
        }
      }
    }
  }
`,
  [GroupAvatar_conversation],
);

const MuteAllMutation = graphql(`
  mutation Groups_muteAll($input: MuteAllInput!) {
    muteAll(input: $input) {
      __typename
      ... on MuteAllPayload {
        conversation {
          id
          allMuted
        }
      }
    }
  }
`);

const InviteMutation = graphql(`
  mutation Groups_inviteFriends($input: InviteToGroupInput!) {
    inviteToGroup(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on InviteToGroupPayload {
        invites {
          id
          state
        }
      }
    }
  }
`);

const CreateLinkMutation = graphql(
  `
  mutation Groups_createLink($input: CreateGroupInviteInput!) {
    createGroupInvite(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on CreateGroupInvitePayload {
        invite {
          ...Groups_invite
        }
      }
    }
  }
`,
  [Groups_invite],
);

const RevokeMutation = graphql(`
  mutation Groups_revokeInvite($input: RevokeGroupInviteInput!) {
    revokeGroupInvite(input: $input) {
      __typename
      ... on RevokeGroupInvitePayload {
        invite {
          id
          state
        }
      }
    }
  }
`);

const DecideMutation = graphql(`
  mutation Groups_decideRequest($input: DecideJoinRequestInput!) {
    decideJoinRequest(input: $input) {
      __typename
      ... on LimitReachedError {
        limit
      }
      ... on DecideJoinRequestPayload {
        request {
          id
          joinRequestStatus
        }
      }
    }
  }
`);

const SetRoleMutation = graphql(`
  mutation Groups_setRole($input: SetMemberRoleInput!) {
    setMemberRole(input: $input) {
      __typename
      ... on SetMemberRolePayload {
        member {
          id
          role
        }
      }
    }
  }
`);

const TransferMutation = graphql(`
  mutation Groups_transfer($input: TransferGroupInput!) {
    transferGroup(input: $input) {
      __typename
      ... on TransferGroupPayload {
        conversation {
          id
          viewerMember {
            id
            role
          }
        }
      }
    }
  }
`);

const MuteMutation = graphql(`
  mutation Groups_mute($input: MuteMemberInput!) {
    muteMember(input: $input) {
      __typename
      ... on MuteMemberPayload {
        member {
          id
          mutedUntil
        }
      }
    }
  }
`);

const RemoveMutation = graphql(`
  mutation Groups_removeMembers($input: RemoveMembersInput!) {
    removeMembers(input: $input) {
      __typename
      ... on RemoveMembersPayload {
        conversation {
          id
          memberCount
        }
      }
    }
  }
`);

const UnbanMutation = graphql(`
  mutation Groups_unban($input: UnbanFromGroupInput!) {
    unbanFromGroup(input: $input) {
      __typename
      ... on UnbanFromGroupPayload {
        conversation {
          id
        }
      }
    }
  }
`);

const DissolveMutation = graphql(`
  mutation Groups_dissolve($input: DissolveGroupInput!) {
    dissolveGroup(input: $input) {
      __typename
      ... on DissolveGroupPayload {
        conversationId
      }
    }
  }
`);

const NicknameMutation = graphql(`
  mutation Groups_setNickname($input: SetGroupNicknameInput!) {
    setGroupNickname(input: $input) {
      __typename
      ... on SetGroupNicknamePayload {
        member {
          id
          groupNickname
        }
      }
    }
  }
`);

export type GroupUpdate = Omit<VariablesOf<typeof UpdateMutation>['input'], 'conversationId'>;

function running(client: Client, conversationId: string) {
  return {
    setAvatar: (fileId: string | null) =>
      carryOut(client, SetAvatarMutation, { conversationId, fileId }),
    update: (changes: GroupUpdate) =>
      carryOut(client, UpdateMutation, { conversationId, ...changes }),
    muteAll: (muted: boolean) => carryOut(client, MuteAllMutation, { conversationId, muted }),
    invite: (userIds: string[]) => carryOut(client, InviteMutation, { conversationId, userIds }),
    createLink: (expiresInHours: number, maxUses: number | null) =>
      carryOut(client, CreateLinkMutation, { conversationId, expiresInHours, maxUses }),
    revokeInvite: (inviteId: string) => carryOut(client, RevokeMutation, { inviteId }),
    decideRequest: (requestId: string, accept: boolean) =>
      carryOut(client, DecideMutation, { requestId, accept }),
    setRole: (userId: string, role: 'ADMINISTRATOR' | 'MEMBER') =>
      carryOut(client, SetRoleMutation, { conversationId, userId, role }),
    transfer: (userId: string) => carryOut(client, TransferMutation, { conversationId, userId }),
    /** `until` null lets them speak again. */
    mute: (userId: string, until: Date | null) =>
      carryOut(client, MuteMutation, {
        conversationId,
        userId,
        until: until?.toISOString() ?? null,
      }),
    remove: (userId: string, ban: boolean) =>
      carryOut(client, RemoveMutation, { conversationId, userIds: [userId], ban }),
    unban: (userId: string) => carryOut(client, UnbanMutation, { conversationId, userId }),
    dissolve: () => carryOut(client, DissolveMutation, { conversationId }),
    setNickname: (nickname: string | null) =>
      carryOut(client, NicknameMutation, { conversationId, nickname }),
  };
}

/** What is done in a group from inside; the API decides who may. */
export function useRunning(conversationId: string) {
  const client = useClient();
  return useMemo(() => running(client, conversationId), [client, conversationId]);
}
