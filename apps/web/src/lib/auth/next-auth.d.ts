import type { BrowserSession, TokenSet } from './token-set';

declare module 'next-auth' {
  interface User extends TokenSet {}
  interface Session extends BrowserSession {}
}

declare module 'next-auth/jwt' {
  interface JWT extends TokenSet {}
}
