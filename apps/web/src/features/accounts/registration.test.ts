import { expect, test } from 'vitest';
import { checkRegistration } from './registration';

const good = {
  nickname: '',
  username: 'mei.lin',
  email: 'mei@example.org',
  password: '四月的龙井茶很香',
};

test('a complete registration has no problem, the nickname being optional', () => {
  expect(checkRegistration(good)).toEqual({});
});

test.each([
  [{ username: '' }, { username: 'usernameMissing' }],
  [{ username: 'me' }, { username: 'usernameLength' }],
  [{ username: '林美林' }, { username: 'usernameCharacters' }],
  [{ email: 'mei' }, { email: 'emailInvalid' }],
  [{ email: `${'m'.repeat(250)}@x.org` }, { email: 'emailInvalid' }],
  [{ password: '🍵🍵🍵🍵' }, { password: 'passwordTooShort' }],
  [{ nickname: '茶'.repeat(41) }, { nickname: 'nicknameTooLong' }],
])('%j is refused with %j', (change, problems) => {
  expect(checkRegistration({ ...good, ...change })).toEqual(problems);
});
