import { expect, test } from 'vitest';
import { HistoryStore } from '@/features/messages/history-store';
import { asHeard, isUnheard, withHeard } from './heard';
import { nextUnheard } from './operations';

const ME = 'me';
type Message = Parameters<typeof asHeard>[0];

function said(seq: number, more: object = {}): Message {
  const content = { __typename: 'VoiceContent', voice: { id: `voice-${seq}` } };
  const message = { id: `tea-${seq}`, seq, sender: { id: 'mei' }, content, replyTo: null };
  return { ...message, ...more } as unknown as Message;
}
const words = { content: { __typename: 'TextContent', text: 'tea?' } };
const mine = { sender: { id: ME } };

test('a voice of somebody else’s is unheard until the API says otherwise, and nothing else is', () => {
  expect(isUnheard(said(1), ME)).toBe(true);
  expect(isUnheard(said(1, { heard: false }), ME)).toBe(true);
  expect(isUnheard(said(1, { heard: true }), ME)).toBe(false);
  expect(isUnheard(asHeard(said(1)), ME)).toBe(false);
  expect(isUnheard(said(1, mine), ME)).toBe(false);
  expect(isUnheard(said(1, words), ME)).toBe(false);
});

test('what everyone is told of a message does not take back that it was heard', () => {
  const known = said(1, { heard: true });
  expect(withHeard(said(1, { version: 2 }), known)).toMatchObject({ version: 2, heard: true });
  expect(withHeard(said(1, { heard: false }), known)).toMatchObject({ heard: false });
  const told = said(1);
  expect(withHeard(told, said(1))).toBe(told);
});

test('after one voice comes the next that was not heard, past all else', () => {
  const history = new HistoryStore();
  history.addPage('tea', {
    messages: [
      said(1),
      said(2),
      said(3, words),
      said(4, mine),
      said(5, { heard: true }),
      said(6),
      said(7),
    ],
    ...{ startCursor: 'a', endCursor: 'b', hasOlder: false, hasNewer: false },
  });
  const after = (messageId: string) =>
    nextUnheard(history, { conversationId: 'tea', messageId, viewerId: ME })?.id ?? null;
  expect(after('tea-2')).toBe('tea-6');
  history.change('tea-6', asHeard);
  expect(after('tea-2')).toBe('tea-7');
  expect(after('tea-7')).toBeNull();
  expect(after('unknown')).toBeNull();
});
