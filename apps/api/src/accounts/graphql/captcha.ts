import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { type Captcha as Issued, issueCaptcha } from '../captcha.ts';
import { CaptchaInvalidError, CaptchaRequiredError } from '../errors.ts';

builder.objectType(CaptchaRequiredError, {
  name: 'CaptchaRequiredError',
  description:
    'This needs a solved captcha: always, or, where passwords are tried, after SIGN_INS_BEFORE_CAPTCHA (5) wrong ones.',
  interfaces: [ErrorInterface],
});

builder.objectType(CaptchaInvalidError, {
  name: 'CaptchaInvalidError',
  description: 'The captcha is not solved, too old, or has been used already. Solve a new one.',
  interfaces: [ErrorInterface],
});

const Captcha = builder.objectRef<Issued>('Captcha').implement({
  description:
    'A puzzle for the computer, not for the person: some work, which costs machines more than people.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', {
      description:
        'JSON: a challenge of ALTCHA, version 2 (algorithm SCRYPT). Any solver for it will do, and its payload (JSON with `challenge` and `solution`, in base64) is the solution. Good once.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Until when a solution is taken: 20 minutes.',
    }),
  }),
});

/** Making one costs about 3 ms of the server. */
const CAPTCHA_COST = 500;

builder.queryField('captcha', (t) =>
  t.field({
    type: Captcha,
    nullable: true,
    authScopes: { public: true },
    description:
      'A captcha to solve before what asks for one. Null where the installation asks for none (CAPTCHA). At most CAPTCHAS_PER_ADDRESS (300) in 15 minutes.',
    complexity: CAPTCHA_COST,
    resolve: (_root, _args, { backend, client }) => issueCaptcha(backend, client.address),
  }),
);

export const captchaField = {
  description: 'The solution of a `captcha`; not looked at where none is asked for.',
};
export const CAPTCHA_REFUSED = [CaptchaRequiredError, CaptchaInvalidError];
