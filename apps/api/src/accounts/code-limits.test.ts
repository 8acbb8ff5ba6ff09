import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { RequestCode, requestCode } from '../testing/codes.ts';
import { graphql } from '../testing/graphql.ts';
import { type MailStage, nobody, startMailStage } from '../testing/mail-stage.ts';
import { expectType } from '../testing/world.ts';

/** How often codes may be asked for and tried. */

let stage: MailStage;
beforeAll(async () => {
  stage = await startMailStage();
});
afterAll(() => stage.close());

const ruleOf = async (url: string, address: string) => {
  const input = { purpose: 'SIGN_IN' as const, address };
  const { data, errors } = await ask(url, null, RequestCode, { input });
  const { rule, retryAt } = (errors?.[0]?.extensions ?? {}) as {
    rule?: string;
    retryAt?: string;
  };
  return { rule: rule ?? data?.requestCode.__typename, retryAt: Date.parse(retryAt ?? '') };
};

test('another code for an address after a minute, five in an hour, whoever asks and whether or not anybody has it', async () => {
  const slow = await stage.beside({ CODE_RESEND_SECONDS: '60' });
  const few = await stage.beside({ CODES_PER_RECIPIENT: '5' });
  const { address } = await stage.reader('Mei');
  for (const one of [address, nobody()]) {
    const sent = expectType(await requestCode(slow.url, one), 'CodeSent');
    const again = await ruleOf(slow.url, one.toUpperCase());
    expect(again.rule).toBe('CODE_RESEND_SECONDS');
    expect(Math.abs(again.retryAt - Date.parse(sent.retryAt))).toBeLessThan(2_000);
  }
  for (const one of [(await stage.reader('Tom')).address, nobody()]) {
    const rules = [];
    for (let index = 0; index < 6; index++) rules.push((await ruleOf(few.url, one)).rule);
    expect(rules).toEqual([...Array(5).fill('CodeSent'), 'CODES_PER_RECIPIENT']);
  }
  await Promise.all([slow.close(), few.close()]);
});

test('from one network address so many in an hour, to whomever, each of a request by itself', async () => {
  const few = await stage.beside({ CODES_PER_ADDRESS: '3' });
  const ask = (index: number) =>
    `a${index}: requestCode(input: { purpose: SIGN_IN, address: "${nobody()}" }) { __typename }`;
  const query = `mutation { ${Array.from({ length: 5 }, (_, index) => ask(index)).join(' ')} }`;
  const response = await fetch(`${few.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.23' },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as {
    errors: { path: string[]; extensions: object }[];
  };
  expect(errors[0]).toMatchObject({ path: ['a3'], extensions: { rule: 'CODES_PER_ADDRESS' } });
  await few.close();
});

test('wrong codes from one network address are counted too, whatever address they are for', async () => {
  const few = await stage.beside({ SIGN_INS_PER_ADDRESS: '3' });
  const Guess = graphql(`
    mutation Guess($input: SignInWithCodeInput!) { signInWithCode(input: $input) { __typename } }
  `);
  const rules = [];
  for (let index = 0; index < 4; index++) {
    const input = { address: nobody(), code: '123456' };
    const { data, errors } = await ask(few.url, null, Guess, { input });
    const { rule } = (errors?.[0]?.extensions ?? {}) as { rule?: string };
    rules.push(data?.signInWithCode.__typename ?? rule);
  }
  expect(rules).toEqual([...Array(3).fill('CodeExpiredError'), 'CODE_TRIES_PER_ADDRESS']);
  await few.close();
});
