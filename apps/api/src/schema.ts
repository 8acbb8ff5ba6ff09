import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { builder } from './graphql/builder.ts';
import './graphql/scalars.ts';
import './graphql/nodes.ts';
import './graphql/events.ts';

// The domains, in the only order in which they may know each other: a later one may import an earlier one.
import './installation/graphql.ts';
import './accounts/graphql/user.ts';
import './accounts/graphql/viewer.ts';
import './accounts/graphql/administrators.ts';
import './accounts/graphql/sessions.ts';
import './accounts/graphql/captcha.ts';
import './accounts/graphql/passwords.ts';
import './accounts/graphql/signing-in.ts';
import './accounts/graphql/codes.ts';
import './accounts/graphql/verification.ts';
import './accounts/graphql/reauthentication.ts';
import './accounts/graphql/changing-password.ts';
import './accounts/graphql/profile.ts';
import './accounts/graphql/addresses.ts';
import './accounts/graphql/identities.ts';
import './media/graphql/media.ts';
import './media/graphql/transcription.ts';
import './media/graphql/uploads.ts';
import './media/graphql/portrait.ts';
import './contacts/graphql/errors.ts';
import './contacts/graphql/friend-request.ts';
import './contacts/graphql/people.ts';
import './contacts/graphql/presence.ts';
import './contacts/graphql/friends.ts';
import './contacts/graphql/categories.ts';
import './contacts/graphql/privacy.ts';
import './organisation/graphql/department.ts';
import './organisation/graphql/organisation.ts';
import './organisation/graphql/departments.ts';
import './organisation/graphql/members.ts';
import './conversations/graphql/conversation.ts';
import './conversations/graphql/strangers.ts';
import './conversations/graphql/opening.ts';
import './conversations/graphql/settings.ts';
import './conversations/graphql/backgrounds.ts';
import './conversations/graphql/events.ts';
import './groups/graphql/errors.ts';
import './groups/graphql/group.ts';
import './groups/graphql/membership.ts';
import './groups/graphql/removal.ts';
import './groups/graphql/roles.ts';
import './groups/graphql/profile.ts';
import './groups/graphql/events.ts';
import './groups/graphql/preview.ts';
import './groups/graphql/search.ts';
import './groups/graphql/portrait.ts';
import './groups/graphql/invites.ts';
import './groups/graphql/requests.ts';
import './groups/graphql/announcements.ts';
import './links/graphql.ts';
import './messages/graphql/message.ts';
import './messages/graphql/conversation.ts';
import './messages/graphql/sending.ts';
import './messages/graphql/cards.ts';
import './messages/graphql/files.ts';
import './messages/graphql/media.ts';
import './messages/graphql/receipts.ts';
import './messages/graphql/edits.ts';
import './messages/graphql/deletions.ts';
import './messages/graphql/reactions.ts';
import './messages/graphql/pins.ts';
import './messages/graphql/history.ts';
import './messages/graphql/bundles.ts';
import './messages/graphql/forwarding.ts';
import './messages/graphql/drafts.ts';
import './messages/graphql/previews.ts';
import './messages/graphql/voice.ts';
import './moments/graphql/errors.ts';
import './moments/graphql/moment.ts';
import './moments/graphql/comment.ts';
import './moments/graphql/timelines.ts';
import './moments/graphql/posting.ts';
import './moments/graphql/responding.ts';
import './moments/graphql/settings.ts';
import './moments/graphql/notices.ts';
import './moments/graphql/events.ts';
import './favourites/graphql.ts';
import './schedules/graphql/reminder.ts';
import './schedules/graphql/scheduled-message.ts';
import './search/graphql.ts';
import './personal-data/graphql/erase.ts';
import './personal-data/graphql/exports.ts';

/** Deny by default: a root field that does not say who may call it is a mistake, and the process must not start. */
export function checkRootFields(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const root of roots.filter((type): type is GraphQLObjectType => type != null))
    for (const field of Object.values(root.getFields())) {
      const options = field.extensions.pothosOptions as { authScopes?: unknown } | undefined;
      if (!options?.authScopes)
        throw new Error(`${root.name}.${field.name} names no scope: add authScopes to it`);
    }
}

export const schema = builder.toSchema({ sortSchema: true });
checkRootFields(schema);
