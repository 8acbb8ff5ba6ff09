import { encodeGlobalID } from '@pothos/plugin-relay';
import { isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { schema } from '../schema.ts';
import { toGlobalId } from './nodes.ts';

/** What is on every page, in numbers, and what every event is. */
const KNOWN_BY_ID = ['Node', 'LoggedEvent'];

const types = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter((type) => type.getInterfaces().some(({ name }) => KNOWN_BY_ID.includes(name)));

it('knows many types by their ids', () => {
  expect(types.length).toBeGreaterThan(60);
});

it.each(types)('says the id of $name at once, and not by a promise', (type) => {
  const one = { id: 'one', conversationId: 'one', accountId: 'other', streamId: 'one', seq: 1 };
  const answer = type.getFields().id?.resolve?.(one, {}, {}, {} as never);
  expect(answer).toBeTypeOf('string');
});

it.each(['0192f2d4-7a41-7b3e-8f00-100000000000', '', '茶', 'é', 'a:👍'])(
  'writes the id of %j as the Relay plugin does',
  (id) => {
    expect(toGlobalId('User', id)).toBe(encodeGlobalID('User', id));
  },
);
