export const SECRETS = {
  SESSION_SECRET: 'a secret of the tests that is long enough for anyone',
  WEB_API_SECRET: 'another secret of the tests that is long enough too!',
};

/** Tests come by the thousand from one address. Those of the limits lower what they look at. */
export const WIDE_LIMITS = {
  SIGN_INS_PER_ACCOUNT: '1000000',
  SIGN_INS_PER_ADDRESS: '1000000',
  REGISTRATIONS_PER_ADDRESS: '1000000',
  REFRESHES_PER_ADDRESS: '1000000',
};
