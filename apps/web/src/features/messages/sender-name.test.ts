import { expect, test } from 'vitest';
import { type NameOf, publicName } from '@/features/contacts/names';
import { memberName, senderName } from './sender-name';

const mei = { id: 'mei', nickname: 'Mei' };
const remarked: NameOf = (person, groupNickname) =>
  person.id === 'mei' ? 'Sister' : publicName(person, groupNickname);

test('in a group people go by the name they have there, as long as they have one', () => {
  const among = (groupNickname: string | null) => ({
    sender: mei,
    senderMember: { groupNickname },
  });
  expect(senderName(among('Tea master'), publicName)).toBe('Tea master');
  expect(senderName(among(null), publicName)).toBe('Mei');
  expect(senderName({ sender: mei, senderMember: null }, publicName)).toBe('Mei');
  expect(senderName(among('Tea master'), remarked)).toBe('Sister');
});

test('somebody is found among the members by who they are', () => {
  const ada = { groupNickname: 'Boss', user: { id: 'ada' } };
  const named = { groupNickname: 'Tea master', user: mei };
  expect(memberName(mei, [ada, named], publicName)).toBe('Tea master');
  expect(memberName(mei, [ada, { ...named, groupNickname: null }], publicName)).toBe('Mei');
  expect(memberName(mei, [ada], publicName)).toBe('Mei');
  expect(memberName(mei, [ada, named], remarked)).toBe('Sister');
});
