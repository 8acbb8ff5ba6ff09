import { randomUUID } from 'node:crypto';
import { wav } from '@teahouse/db/town/sounds';
import { graphql } from './graphql.ts';
import { type Confirming, upload } from './media.ts';
import { expectType, type Person } from './world.ts';

const SendVoice = graphql(`
  mutation SendVoice($input: SendFileInput!) {
    sendFile(input: $input) {
      __typename
      ... on SendFilePayload { sent { id seq } }
      ... on Error { message rule }
    }
  }
`);
const VOICE = graphql(`
  fragment VoiceOf on Message {
    id heard
    content {
      __typename
      ... on VoiceContent {
        voice { id durationMs waveform transcription { state text failure } }
      }
    }
  }
`);
const VoiceMessage = graphql(
  `query VoiceMessage($id: ID!) { node(id: $id) { __typename ... on Message { ...VoiceOf } } }`,
  [VOICE],
);
const MarkVoiceHeard = graphql(`
  mutation MarkHeard($input: MarkVoiceHeardInput!) {
    markVoiceHeard(input: $input) {
      __typename
      ... on MarkVoiceHeardPayload { heardVoice { id heard } }
      ... on Error { rule }
    }
  }
`);
const TranscribeVoice = graphql(
  `
  mutation Transcribe($input: TranscribeVoiceInput!) {
    transcribeVoice(input: $input) {
      __typename
      ... on TranscribeVoicePayload { transcribed { ...VoiceOf } }
      ... on TranscriptionLimitError { retryAt }
      ... on Error { rule }
    }
  }
`,
  [VOICE],
);
const TranscribesVoice = graphql(`query TranscribesVoice { transcribesVoice }`);

const Find = graphql(`
  query FindVoice($query: String!) {
    searchMessages(query: $query, first: 20) { edges { node { message { id } } } }
  }
`);

/** An engine for where it does not matter what it understands. */
export const WITH_ENGINE = { SPEECH_COMMAND: 'printf tea%.0s {file}' };

const RATE = 8_000;

/** A tone, as a WAV file of 8 kHz: something that lasts, and in which nobody says anything. */
export const tone = (seconds: number): Buffer =>
  wav(
    Float32Array.from({ length: Math.round(seconds * RATE) }, (_, at) => Math.sin(at / 3) / 4),
    RATE,
  );

const recorded = (content: Uint8Array, mediaType = 'audio/wav') => ({
  ...{ kind: 'VOICE' as const, name: 'voice', mediaType, content },
});

export const uploadVoice = (person: Person, content: Uint8Array, more: Confirming = {}) =>
  upload(person, recorded(content), more);

/** Says something in a conversation with one’s voice; answers the message. */
export async function sendVoice(
  person: Person,
  conversationId: string,
  content: Uint8Array = tone(1),
) {
  const { id: fileId } = await uploadVoice(person, content, { waveform: [0, 50, 100] });
  const input = { conversationId, clientId: randomUUID(), fileId };
  const { sendFile } = await person.ask(SendVoice, { input });
  return expectType(sendFile, 'SendFilePayload').sent;
}

/** A voice message as somebody sees it. */
export async function voiceOf(person: Person, id: string) {
  const { node } = await person.ask(VoiceMessage, { id });
  if (node?.__typename !== 'Message') throw new Error('No message');
  const { content, heard } = node;
  return { heard, ...(content.__typename === 'VoiceContent' ? content.voice : { id: null }) };
}

export const hear = async (person: Person, messageId: string) =>
  (await person.ask(MarkVoiceHeard, { input: { messageId } })).markVoiceHeard;

export const transcribe = async (person: Person, messageId: string) =>
  (await person.ask(TranscribeVoice, { input: { messageId } })).transcribeVoice;

export const transcribesVoice = async (person: Person) =>
  (await person.ask(TranscribesVoice, {})).transcribesVoice;

/** Whether somebody who looks for words finds this message among others. */
export async function isFound(person: Person, messageId: string, query: string) {
  const { searchMessages } = await person.ask(Find, { query });
  return searchMessages.edges.some(({ node }) => node.message.id === messageId);
}
