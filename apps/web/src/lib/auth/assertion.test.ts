import { jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { signAssertion } from './assertion';

const secret = 'a secret shared by the web server and the API';
const identity = {
  provider: 'oidc',
  subject: '248289761001',
  email: 'mei@example.test',
  emailVerified: true,
  name: 'Mei',
  preferredUsername: 'mei',
};

test('the API can check who vouches, for whom, for whose ears, and that it was just now', async () => {
  const assertion = await signAssertion(identity, { purpose: 'LINK', session: 'one' }, secret);
  const { payload } = await jwtVerify(assertion, new TextEncoder().encode(secret), {
    issuer: 'teahouse-web',
    audience: 'teahouse-api',
    algorithms: ['HS256'],
  });
  expect(payload).toMatchObject({ ...identity, purpose: 'LINK', session: 'one' });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
});

test('an assertion is good for one secret only', async () => {
  const assertion = await signAssertion(
    identity,
    { purpose: 'SIGN_IN' },
    'another secret of the same length, more or less',
  );
  await expect(jwtVerify(assertion, new TextEncoder().encode(secret))).rejects.toThrow();
});
