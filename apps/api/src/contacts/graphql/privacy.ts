import type { Privacy as PrivacyRow } from '@teahouse/db/client';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { privacyOf } from '../access.ts';
import { updatePrivacy } from '../service/privacy.ts';

const PresenceAudience = builder.enumType('PresenceAudience', {
  description: 'Who sees whether somebody is there and when they last were.',
  values: {
    FRIENDS: { description: 'Friends, as long as they show theirs as well.' },
    NOBODY: { description: 'Nobody; and the person does not see that of others either.' },
  } as const,
});

const Reach = builder.enumType('Reach', {
  description: 'Who, without being a friend, may ask to become one or write.',
  values: {
    EVERYONE: { description: 'Everybody who is signed in.' },
    FRIENDS_OF_FRIENDS: { description: 'Whoever has a friend in common.' },
    NOBODY: { description: 'Nobody: the person asks others by themself.' },
  } as const,
});

const Privacy = builder.objectRef<PrivacyRow>('Privacy').implement({
  description: 'What a person lets others find, see and do. Only they themself can see it.',
  fields: (t) => ({
    foundByName: t.exposeBoolean('foundByName', {
      description:
        'Whether everybody finds them by username and nickname; friends do in any case. True at first.',
    }),
    foundByEmail: t.exposeBoolean('foundByEmail', {
      description: 'Whether those find them who know their whole e-mail address. False at first.',
    }),
    foundByPhone: t.exposeBoolean('foundByPhone', {
      description: 'Whether those find them who know their whole phone number. False at first.',
    }),
    presenceShownTo: t.expose('presenceShownTo', {
      type: PresenceAudience,
      description: 'Who sees their presence. FRIENDS at first.',
    }),
    reachableBy: t.expose('reachableBy', {
      type: Reach,
      description: 'Who else than friends may ask or write to them. EVERYONE at first.',
    }),
  }),
});

builder.objectField(Viewer, 'privacy', (t) =>
  t.field({
    type: Privacy,
    description: 'What the viewer lets others find, see and do.',
    resolve: ({ accountId }, _args, { backend }) => privacyOf(backend, accountId),
  }),
);

const UpdatePrivacyInput = builder.inputType('UpdatePrivacyInput', {
  description: 'What is to be different. Left out or null: as it is.',
  fields: (t) => ({
    foundByName: t.boolean({ description: 'Whether everybody finds the caller by name.' }),
    foundByEmail: t.boolean({ description: 'Whether whoever knows their e-mail address does.' }),
    foundByPhone: t.boolean({ description: 'Whether whoever knows their phone number does.' }),
    presenceShownTo: t.field({
      type: PresenceAudience,
      description: 'Who sees their presence, and whether they see that of others.',
    }),
    reachableBy: t.field({ type: Reach, description: 'Who else than friends may reach them.' }),
  }),
});

const UpdatePrivacyPayload = builder
  .objectRef<{ viewer: AskingViewer }>('UpdatePrivacyPayload')
  .implement({
    description: 'The privacy is as asked for.',
    fields: (t) => ({
      viewer: t.expose('viewer', {
        type: Viewer,
        description: 'The caller, with `privacy` as it is now. Depends on the viewer.',
      }),
    }),
  });

builder.mutationField('updatePrivacy', (t) =>
  t.field({
    type: UpdatePrivacyPayload,
    authScopes: { signedIn: true },
    description: 'Changes what the caller lets others find, see and do, from this moment on.',
    args: { input: t.arg({ type: UpdatePrivacyInput, required: true, description: 'What.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await updatePrivacy(context.backend, viewer, {
        foundByName: input.foundByName ?? undefined,
        foundByEmail: input.foundByEmail ?? undefined,
        foundByPhone: input.foundByPhone ?? undefined,
        presenceShownTo: input.presenceShownTo ?? undefined,
        reachableBy: input.reachableBy ?? undefined,
      });
      return { viewer };
    },
  }),
);

builder.objectFields(
  loggedEvent(
    'PrivacyChanged',
    'The caller lets others find, see or do something else than before, as chosen on one of their devices. Account stream.',
  ),
  (t) => ({
    viewer: t.field({
      type: Viewer,
      description: 'The caller, with `privacy` as it is now. Depends on the viewer.',
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }),
);
