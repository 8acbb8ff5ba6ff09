import { expect, test } from 'vitest';
import { doorPath, nextPath } from './next-path';

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

test('whoever has no account yet takes the invitation along to the other door, and nothing else', () => {
  expect(doorPath('/register', '/join/hn3Yk_2-wQ4mVbCx9ZtR1g')).toBe(
    '/register?next=%2Fjoin%2Fhn3Yk_2-wQ4mVbCx9ZtR1g',
  );
  expect(doorPath('/sign-in', null)).toBe('/sign-in');
  expect(doorPath('/register', 'https://evil.example')).toBe('/register');
});
