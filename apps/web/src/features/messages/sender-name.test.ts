import { expect, test } from 'vitest';
import { memberName, senderName } from './sender-name';

const mei = { id: 'mei', nickname: 'Mei' };

test('in a group people go by the name they have there, as long as they have one', () => {
  expect(senderName({ sender: mei, senderMember: { groupNickname: 'Tea master' } })).toBe(
    'Tea master',
  );
  expect(senderName({ sender: mei, senderMember: { groupNickname: null } })).toBe('Mei');
  expect(senderName({ sender: mei, senderMember: null })).toBe('Mei');
});

test('somebody is found among the members by who they are', () => {
  const ada = { groupNickname: 'Boss', user: { id: 'ada' } };
  expect(memberName(mei, [ada, { groupNickname: 'Tea master', user: mei }])).toBe('Tea master');
  expect(memberName(mei, [ada, { groupNickname: null, user: mei }])).toBe('Mei');
  expect(memberName(mei, [ada])).toBe('Mei');
});
