import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendOutgoing } from '../platform/outgoing.ts';
import { ask } from '../testing/client.ts';
import {
  personIn,
  requestCode,
  resetPassword,
  signInWithCode,
  VerifyEmail,
} from '../testing/codes.ts';
import { graphql } from '../testing/graphql.ts';
import type { MailServer } from '../testing/mail-server.ts';
import { type MailStage, nobody, otherThan, startMailStage } from '../testing/mail-stage.ts';
import { type Stage, startStageOn } from '../testing/stage.ts';
import { expectType } from '../testing/world.ts';
import { pruneCodes } from './codes.ts';

let stage: MailStage;
let mail: MailServer;
let other: Stage;
beforeAll(async () => {
  stage = await startMailStage();
  mail = stage.mail;
  other = await stage.beside();
});
afterAll(async () => {
  await other.close();
  await stage.close();
});
const reader = (nickname: string) => stage.reader(nickname);

describe('signing in by a code', () => {
  test('the code in the letter opens the account on a device of its own, once', async () => {
    const { person, address } = await reader('Mei');
    const sent = expectType(await requestCode(stage.url, address), 'CodeSent');
    expect(sent.sentTo).toBe('m•••@example.org');
    const code = await mail.codeTo(address, 1);
    const signedIn = expectType(await signInWithCode(stage.url, address, code), 'SignedIn');
    expect(signedIn.user.id).toBe(person.id);
    expect(signedIn.session.deviceName).toBe('By code');
    const again = await signInWithCode(stage.url, address, code);
    expect(again.__typename).toBe('CodeExpiredError');
  });

  test('the letter says the code first, what it is for, for how long, and what to do if it was not you', async () => {
    const { address } = await reader('Mei');
    await requestCode(stage.url, address);
    const letter = await mail.letterTo(address, 1);
    const code = await mail.codeTo(address, 1);
    expect(letter.subject).toBe('Your code to sign in to Teahouse');
    expect(letter.subject).not.toContain(code);
    expect(letter.text.startsWith(`${code}\n`)).toBe(true);
    for (const part of [letter.text, letter.html]) {
      expect(part).toContain(code);
      expect(part).toContain('good for 10 minutes');
      expect(part).toContain('If it was not you');
    }
    expect(letter.html).not.toMatch(/<(img|script|link|a )|https?:/);
    expect(letter.raw).toMatch(/^From: Teahouse <tea@example.org>\r$/m);
    expect(letter.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  });

  test('the letter is in the language of whoever asks', async () => {
    const { address } = await reader('Mei');
    const { query, variables } = {
      query: 'mutation ($input: RequestCodeInput!) { requestCode(input: $input) { __typename } }',
      variables: { input: { purpose: 'SIGN_IN', address } },
    };
    await fetch(`${stage.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'fr, zh-TW;q=0.9, en;q=0.5',
      },
      body: JSON.stringify({ query, variables }),
    });
    const letter = await mail.letterTo(address, 1);
    expect(letter.subject).toBe('茶馆登录验证码');
    expect(letter.text).toContain('10 分钟内有效');
    expect(letter.html).toContain('<html lang="zh-CN">');
  });

  test('capital letters, spaces and digits of a Chinese keyboard do not matter', async () => {
    const { person, address } = await reader('Mei');
    await requestCode(stage.url, ` ${address.toUpperCase()} `);
    const code = await mail.codeTo(address, 1);
    const typed = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const spaced = `${typed.slice(0, 3)} ${typed.slice(3)}`;
    const signedIn = await signInWithCode(stage.url, address, spaced);
    expect(expectType(signedIn, 'SignedIn').user.id).toBe(person.id);
  });

  test('where nobody has the address the answers are the same, and nothing is sent', async () => {
    const { address } = await reader('Mei');
    const [unknown, known] = [nobody(), address];
    const answers = [];
    for (const one of [unknown, known]) {
      const sent = expectType(await requestCode(stage.url, one), 'CodeSent');
      const wrong = [];
      const code = one === known ? otherThan(await mail.codeTo(known, 1)) : '123456';
      for (let index = 0; index < 6; index++) {
        const { __typename, ...rest } = await signInWithCode(stage.url, one, code);
        wrong.push({ __typename, ...rest });
      }
      const masked = sent.sentTo.replace(/^./, 'x');
      answers.push({ keys: Object.keys(sent), masked, wrong });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(
      answers[0]?.wrong.map((one) => ('triesLeft' in one ? one.triesLeft : one.__typename)),
    ).toEqual([4, 3, 2, 1, 0, 'CodeExpiredError']);
    await sendOutgoing(stage.backend);
    expect(mail.to(unknown)).toEqual([]);
    const { rows } = await stage.backend.pool.query(
      `SELECT FROM outgoing_message WHERE next_attempt_at <= now()`,
    );
    expect(rows).toEqual([]);
  });

  test('what is no address is said to be none', async () => {
    const bad = [
      'mei',
      'mei@example',
      'mei@example.org, tom@example.org',
      'mei@example.org\r\nBcc: tom@example.org',
      'Mei <mei@example.org>',
      '"mei"@example.org',
      'mei@еxample.org',
      'ｍei@example.org',
      `${'m'.repeat(250)}@example.org`,
      '+86 138',
      '13812345678',
      '',
    ];
    for (const address of bad)
      expect(await requestCode(stage.url, address), address).toMatchObject({
        __typename: 'InvalidFieldError',
        field: 'address',
      });
    // No provider of short messages is set.
    expect(await requestCode(stage.url, '+8613812345678')).toMatchObject({
      __typename: 'InvalidFieldError',
    });
  });

  test('an address that has left the account opens nothing', async () => {
    const { person, address } = await reader('Mei');
    await requestCode(stage.url, address);
    const code = await mail.codeTo(address, 1);
    await stage.backend.db.account.update({
      where: { username: person.account.username },
      data: { email: nobody() },
    });
    const answer = await signInWithCode(stage.url, address, code);
    expect(answer.__typename).toBe('CodeExpiredError');
  });
});

describe('a code is good for what it was made for, and nothing else', () => {
  test('not for another purpose, nor another address', async () => {
    const [mei, tom] = [await reader('Mei'), await reader('Tom')];
    await requestCode(stage.url, mei.address, 'SIGN_IN');
    await requestCode(stage.url, tom.address, 'RESET_PASSWORD');
    const codeOfMei = await mail.codeTo(mei.address, 1);
    const codeOfTom = await mail.codeTo(tom.address, 1);
    const crossed = [
      await resetPassword(stage.url, mei.address, codeOfMei, 'a kettle of white tea'),
      await signInWithCode(stage.url, tom.address, codeOfTom),
      await signInWithCode(stage.url, tom.address, codeOfMei),
      await signInWithCode(stage.url, nobody(), codeOfMei),
      (await tom.person.ask(VerifyEmail, { input: { code: codeOfTom } })).verifyEmail,
    ];
    expect(crossed.map(({ __typename }) => __typename)).toEqual([
      'CodeExpiredError',
      'CodeExpiredError',
      'CodeExpiredError',
      'CodeExpiredError',
      'NotFoundError',
    ]);
    expectType(await signInWithCode(stage.url, mei.address, codeOfMei), 'SignedIn');
  });

  test('not after another has been asked for', async () => {
    const { address } = await reader('Mei');
    await requestCode(stage.url, address);
    const first = await mail.codeTo(address, 1);
    await requestCode(stage.url, address);
    const second = await mail.codeTo(address, 2);
    if (first !== second) {
      const answer = await signInWithCode(stage.url, address, first);
      expect(answer).toMatchObject({ __typename: 'WrongCodeError', triesLeft: 4 });
    }
    expectType(await signInWithCode(stage.url, address, second), 'SignedIn');
  });

  test('not after its time', async () => {
    const { address } = await reader('Mei');
    await requestCode(stage.url, address);
    const code = await mail.codeTo(address, 1);
    await stage.backend.pool.query(
      `UPDATE one_time_code SET expires_at = now() - interval '1 ms' WHERE address = $1`,
      [address.toLowerCase()],
    );
    const answer = await signInWithCode(stage.url, address, code);
    expect(answer.__typename).toBe('CodeExpiredError');
    await pruneCodes(stage.backend);
    const { rowCount } = await stage.backend.pool.query(
      'SELECT FROM one_time_code WHERE address = $1',
      [address.toLowerCase()],
    );
    expect(rowCount).toBe(0);
  });

  test('after five wrong tries the right one is no longer good', async () => {
    const { address } = await reader('Mei');
    await requestCode(stage.url, address);
    const code = await mail.codeTo(address, 1);
    for (let index = 0; index < 5; index++)
      await signInWithCode(stage.url, address, otherThan(code));
    const answer = await signInWithCode(stage.url, address, code);
    expect(answer.__typename).toBe('CodeExpiredError');
  });

  test('of many who come with it at once, through two processes, one gets in', async () => {
    const { address } = await reader('Mei');
    await requestCode(stage.url, address);
    const code = await mail.codeTo(address, 1);
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((index) =>
        signInWithCode(index % 2 ? other.url : stage.url, address, code),
      ),
    );
    const names = answers.map(({ __typename }) => __typename).sort();
    expect(names).toEqual([...Array(4).fill('CodeExpiredError'), 'SignedIn']);
  });

  test('guesses count one by one, however many come in one request or at once', async () => {
    const { address } = await reader('Mei');
    await requestCode(stage.url, address);
    const code = await mail.codeTo(address, 1);
    const guess = (index: number) =>
      `g${index}: signInWithCode(input: { address: "${address}", code: "${otherThan(code)}" }) { __typename }`;
    const many = `mutation { ${Array.from({ length: 4 }, (_, index) => guess(index)).join(' ')} }`;
    const tries = await Promise.all(
      [stage, other, stage].map(async ({ url }) => {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: many }),
        });
        const { data } = (await response.json()) as {
          data: Record<string, { __typename: string }>;
        };
        return Object.values(data).map(({ __typename }) => __typename);
      }),
    );
    const wrong = tries.flat().filter((name) => name === 'WrongCodeError');
    expect([tries.flat().length, wrong.length]).toEqual([12, 5]);
    const answer = await signInWithCode(stage.url, address, code);
    expect(answer.__typename).toBe('CodeExpiredError');
  });

  test('the database knows neither the code nor whom the waiting letter is to', async () => {
    const { address } = await reader('Mei');
    await mail.stop();
    await requestCode(stage.url, address);
    const { rows } = await stage.backend.pool.query(
      `SELECT string_agg(t::text, ' ') AS everything FROM (
         SELECT row_to_json(c)::text AS t FROM one_time_code c WHERE address = $1
         UNION ALL SELECT row_to_json(o)::text FROM outgoing_message o) AS rows`,
      [address.toLowerCase()],
    );
    await mail.start();
    const code = await mail.codeTo(address, 1);
    expect(rows[0].everything).not.toContain(code);
    const { rows: waiting } = await stage.backend.pool.query(
      'SELECT content FROM outgoing_message',
    );
    const hex = Buffer.from(address).toString('hex');
    for (const { content } of waiting) expect(content.toString('hex')).not.toContain(hex);
  });
});

test('Query.signInMethods says what the settings have switched on', async () => {
  const Methods = graphql(`
    query Methods { signInMethods { password emailCode smsCode phoneCountry outbox } }
  `);
  const { data } = await ask(stage.url, null, Methods, {});
  expect(data?.signInMethods).toEqual({
    password: true,
    emailCode: true,
    smsCode: false,
    phoneCountry: null,
    outbox: null,
  });
  const bare = await startStageOn(stage.databaseUrl);
  const without = await ask(bare.url, null, Methods, {});
  expect(without.data?.signInMethods).toMatchObject({ emailCode: false, smsCode: false });
  expect(await requestCode(bare.url, nobody())).toMatchObject({ __typename: 'InvalidFieldError' });
  await bare.close();
});

test('somebody who got in by a code is as signed in as anybody', async () => {
  const { person, address } = await reader('Mei');
  await requestCode(stage.url, address);
  const code = await mail.codeTo(address, 1);
  const mei = personIn(
    stage.url,
    expectType(await signInWithCode(stage.url, address, code), 'SignedIn'),
  );
  const Me = graphql(`query Me { viewer { user { id } session { id } } }`);
  const { viewer } = await mei.ask(Me, {});
  expect([viewer.user.id, viewer.session.id]).toEqual([person.id, mei.sessionId]);
});
