import { beforeEach, expect, test } from 'vitest';
import {
  closeViewer,
  leaveViewer,
  openViewer,
  updateViewer,
  type ViewerItem,
  viewed,
} from './viewing';

const CHAT = 'conversation';

const item = (seq: number): ViewerItem => ({
  id: `picture ${seq}`,
  kind: 'IMAGE',
  name: `${seq}.jpg`,
  width: 4,
  height: 3,
  placeholder: null,
  animated: false,
  previewUrl: null,
  fullUrl: `/files/${seq}`,
  said: { conversationId: CHAT, messageId: `message ${seq}`, seq },
});

const seqs = () => viewed()?.items.map(({ said }) => said?.seq);

beforeEach(closeViewer);

test('what is gone is not brought back by an answer that was read before', () => {
  openViewer({ items: [item(2), item(3)], index: 0, from: null });
  leaveViewer(({ messageId }) => messageId === 'message 2');
  leaveViewer(({ messageId }) => messageId === 'message 1');
  updateViewer((open) => [item(0), item(1), item(2), ...open]);
  expect(seqs()).toEqual([0, 3]);
});

test('the viewer closes where nothing is left to show, also by what comes late', () => {
  openViewer({ items: [item(1)], index: 0, from: null });
  leaveViewer((said) => said.conversationId === CHAT);
  expect(viewed()).toBeNull();
  updateViewer((open) => [...open, item(2)]);
  expect(viewed()).toBeNull();
});

test('what has come again since is shown to whoever opens it anew', () => {
  openViewer({ items: [item(1), item(2)], index: 0, from: null });
  leaveViewer(({ seq }) => seq === 1);
  openViewer({ items: [item(1), item(2)], index: 0, from: null });
  expect(seqs()).toEqual([1, 2]);
});
