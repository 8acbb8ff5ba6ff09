export const SECRETS = {
  SESSION_SECRET: 'a secret of the tests that is long enough for anyone',
  WEB_API_SECRET: 'another secret of the tests that is long enough too!',
};
