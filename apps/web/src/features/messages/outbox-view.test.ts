import { expect, test } from 'vitest';
import type { WaitingMessage } from './outbox-store';
import { OutboxView } from './outbox-view';

const waiting = (clientId: string, state: WaitingMessage['state'] = 'queued'): WaitingMessage => ({
  order: Number(clientId),
  clientId,
  conversationId: 'tea',
  version: 2,
  input: { text: clientId },
  createdAt: 0,
  state,
});
const idle = () => false;

test('a sent message stays in view until the history has it, so that its bubble does not blink', () => {
  const view = new OutboxView();
  view.update({ stored: [waiting('1')], isSending: () => true });
  view.update({ stored: [], isSending: idle });
  expect(view.of('tea')).toMatchObject([{ clientId: '1', state: 'sending' }]);
  view.arrive('1');
  expect(view.of('tea')).toEqual([]);
});

test('a message that arrives before its answer leaves at once and does not come back', () => {
  const view = new OutboxView();
  view.update({ stored: [waiting('1')], isSending: () => true });
  view.arrive('1');
  view.update({ stored: [waiting('1')], isSending: () => true });
  expect(view.of('tea')).toEqual([]);
});

test('a discarded message goes although it never arrives', () => {
  const view = new OutboxView();
  view.update({ stored: [waiting('1', 'failed')], isSending: idle });
  view.drop('1');
  view.update({ stored: [], isSending: idle });
  expect(view.of('tea')).toEqual([]);
});

test('messages are shown in the order of writing, also while an earlier one lingers', () => {
  const view = new OutboxView();
  view.update({ stored: [waiting('1'), waiting('2')], isSending: (id) => id === '1' });
  view.update({ stored: [waiting('2'), waiting('3')], isSending: idle });
  expect(view.of('tea').map(({ clientId }) => clientId)).toEqual(['1', '2', '3']);
});

test('refused messages are not counted among those still to be sent', () => {
  const view = new OutboxView();
  view.update({ stored: [waiting('1'), waiting('2', 'failed')], isSending: idle });
  expect(view.count()).toBe(1);
});

test('what has not changed is the same list, so that nothing is drawn anew for it', () => {
  const view = new OutboxView();
  view.update({ stored: [waiting('1')], isSending: idle });
  expect(view.of('elsewhere')).toBe(view.of('elsewhere'));
});
