export const SECRETS = {
  SESSION_SECRET: 'a secret of the tests that is long enough for anyone',
  WEB_API_SECRET: 'another secret of the tests that is long enough too!',
};

/** Tests come by the thousand from one address. Those of the limits lower what they look at. */
export const WIDE_LIMITS = {
  CAPTCHA: 'false',
  SIGN_INS_BEFORE_CAPTCHA: '1000000',
  CAPTCHAS_PER_ADDRESS: '1000000',
  SIGN_INS_PER_ACCOUNT: '1000000',
  SIGN_INS_PER_ADDRESS: '1000000',
  REGISTRATIONS_PER_ADDRESS: '1000000',
  REFRESHES_PER_ADDRESS: '1000000',
  MESSAGES_PER_MINUTE: '1000000',
  COST_PER_ACCOUNT: '2000000000',
  COST_PER_ADDRESS: '2000000000',
  COST_PER_ANONYMOUS_ADDRESS: '2000000000',
  SOCKETS_PER_ACCOUNT: '1000000',
  SOCKETS_PER_ADDRESS: '1000000',
  CODES_PER_RECIPIENT: '1000000',
  CODES_PER_ADDRESS: '1000000',
  CODE_RESEND_SECONDS: '0',
};
