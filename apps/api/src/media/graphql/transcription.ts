import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { TranscriptionLimitError, TranscriptionUnavailableError } from '../errors.ts';
import { canTranscribe, loadTranscriptions, type Transcription } from '../transcription.ts';
import { Voice } from './media.ts';

builder.objectType(TranscriptionUnavailableError, {
  name: 'TranscriptionUnavailableError',
  description:
    'The installation has no engine that turns speech into text: `Query.transcribesVoice` says so.',
  interfaces: [ErrorInterface],
});

builder.objectType(TranscriptionLimitError, {
  name: 'TranscriptionLimitError',
  description:
    'The caller has had as many voice messages turned into text as an hour takes (TRANSCRIPTIONS_PER_HOUR).',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'When more will be.' }),
  }),
});

const TranscriptionState = builder.enumType('TranscriptionState', {
  description: 'How far a recording has been turned into text.',
  values: {
    PENDING: { description: 'The engine has yet to answer.' },
    READY: { description: 'The text is there.' },
    FAILED: { description: 'There is none. It can be asked for again.' },
  } as const,
});

const TranscriptionFailure = builder.enumType('TranscriptionFailure', {
  description: 'Why there is no text.',
  values: {
    SILENT: { description: 'No words were found in it.' },
    REFUSED: { description: 'The engine does not take this recording.' },
    ENGINE: { description: 'The engine did not answer, or failed, three times.' },
  } as const,
});

const VoiceTranscription = builder.objectRef<Transcription>('VoiceTranscription').implement({
  description: 'What an engine has understood of a recording. It may be wrong.',
  fields: (t) => ({
    state: t.expose('state', { type: TranscriptionState, description: 'How far it is.' }),
    text: t.string({
      nullable: true,
      description: 'Once READY: at most 4,000 characters, perhaps on several lines.',
      resolve: ({ state, text }) => (state === 'READY' ? text : null),
    }),
    failure: t.expose('failure', {
      type: TranscriptionFailure,
      nullable: true,
      description: 'Once FAILED: why.',
    }),
  }),
});

builder.objectField(Voice, 'transcription', (t) =>
  t.loadable({
    type: VoiceTranscription,
    nullable: true,
    description: 'What was said, as text; null while nobody has asked for it (transcribeVoice).',
    load: (fileIds: string[], { backend }: Context) => loadTranscriptions(backend, fileIds),
    resolve: ({ id }) => id,
  }),
);

builder.queryField('transcribesVoice', (t) =>
  t.boolean({
    authScopes: { signedIn: true },
    description: 'Whether there is an engine that turns voice messages into text.',
    resolve: (_root, _args, { backend }) => canTranscribe(backend),
  }),
);
