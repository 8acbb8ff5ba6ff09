import { expect, test } from 'vitest';
import { chatIdFrom, chatPath } from './paths';

test('an id survives the address, whatever it is made of', () => {
  for (const id of ['Q29udmVyc2F0aW9uOjE=', 'a/b?c#d', '茶']) {
    expect(chatIdFrom(chatPath(id))).toBe(id);
  }
});

test.each([
  ['/chats', null],
  ['/chats/', null],
  ['/contacts/x', null],
  ['/chats/%E0%A4%A', null],
])('%s shows %j', (path, id) => {
  expect(chatIdFrom(path)).toBe(id);
});
