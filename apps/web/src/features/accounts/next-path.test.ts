import { expect, test } from 'vitest';
import { nextPath } from './next-path';

test.each([
  ['/chats/Q29udg%3D%3D', '/chats/Q29udg%3D%3D'],
  ['/contacts?tab=received', '/contacts?tab=received'],
  ['/settings', '/settings'],
  ['/saved', '/saved'],
  ['/join/hn3Yk_2-wQ4mVbCx9ZtR1g', '/join/hn3Yk_2-wQ4mVbCx9ZtR1g'],
  [null, '/chats'],
  ['', '/chats'],
  ['https://evil.example', '/chats'],
  ['//evil.example', '/chats'],
  ['/\\evil.example', '/chats'],
  ['/chatsevil', '/chats'],
  ['javascript:alert(1)', '/chats'],
])('after signing in, %j leads to %j', (wanted, path) => {
  expect(nextPath(wanted)).toBe(path);
});
