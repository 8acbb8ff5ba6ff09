import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const StartTyping = graphql(`
  mutation StartTyping($input: StartTypingInput!) {
    startTyping(input: $input) {
      __typename
      ... on StartTypingPayload { expiresAt }
      ... on Error { message rule }
    }
  }
`);

const UNKNOWN = Buffer.from('Conversation:018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f').toString('base64');

const friends = () => stage.world.friends('Mei', 'Tom');

describe('typing', () => {
  test('shows to the other members and to nobody else, for a few seconds', async () => {
    const { one: mei, other: tom, chat: id } = await friends();
    const eve = await stage.world.user('Eve');
    await eve.befriend(mei);
    const [his, hers] = [await tom.follow().live(), await eve.follow().live()];
    const { startTyping } = await mei.ask(StartTyping, { input: { conversationId: id } });
    const { expiresAt } = expectType(startTyping, 'StartTypingPayload');
    const shownFor = Date.parse(expiresAt) - Date.now();
    expect(shownFor).toBeGreaterThan(3_000);
    expect(shownFor).toBeLessThanOrEqual(6_000);
    const typing = await his.first('TypingStarted');
    expect(typing).toMatchObject({ conversation: { id }, user: { id: mei.id }, expiresAt });
    await mei.open(eve);
    await hers.first('ConversationJoined');
    expect(hers.of('TypingStarted')).toEqual([]);
    const replayed = await tom.follow(his.events[0]!.cursor).live();
    expect(replayed.of('TypingStarted')).toEqual([]);
    for (const stream of [his, hers, replayed]) stream.close();
  });

  test('in somebody else’s conversation, or in none, is not found', async () => {
    const { one: mei, other: tom, chat: id } = await friends();
    const eve = await stage.world.user('Eve');
    const his = await tom.follow().live();
    for (const conversationId of [id, UNKNOWN, mei.id, 'nonsense', '']) {
      const { startTyping } = await eve.ask(StartTyping, { input: { conversationId } });
      expect(expectType(startTyping, 'NotFoundError').rule).toBe('NOT_FOUND');
    }
    await mei.ask(StartTyping, { input: { conversationId: id } });
    await his.first('TypingStarted');
    expect(his.of('TypingStarted').map(({ user }) => user.id)).toEqual([mei.id]);
    his.close();
  });
});
