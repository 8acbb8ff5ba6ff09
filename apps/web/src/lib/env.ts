import 'server-only';
import { z } from 'zod';

const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

const address = (usual: string) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.url().default(usual));

const schema = z.object({
  NEXTAUTH_URL: z.url(),
  NEXTAUTH_SECRET: z.string().min(16),
  WEB_API_SECRET: z.string().min(16),
  API_INTERNAL_URL: z.url(),
  OIDC_ISSUER: optional,
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: optional,
  GITHUB_CLIENT_ID: optional,
  GITHUB_CLIENT_SECRET: optional,
  GOOGLE_CLIENT_ID: optional,
  GOOGLE_CLIENT_SECRET: optional,
  WECHAT_APP_ID: optional,
  WECHAT_APP_SECRET: optional,
  /** Where the providers are: a GitHub Enterprise server, or a gateway where the others cannot be reached. */
  GITHUB_URL: address('https://github.com'),
  GITHUB_API_URL: address('https://api.github.com'),
  GOOGLE_ISSUER: address('https://accounts.google.com'),
  WECHAT_OPEN_URL: address('https://open.weixin.qq.com'),
  WECHAT_API_URL: address('https://api.weixin.qq.com'),
});

export type Env = z.infer<typeof schema>;

let known: Env | undefined;

/** The environment of the running server. A function, not a constant: a build knows none of it and must not freeze any. */
export function env(): Env {
  if (!known) {
    const parsed = schema.safeParse(process.env);
    if (!parsed.success) {
      const names = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      throw new Error(`The web server's environment is incomplete. ${names.join('; ')}`);
    }
    known = parsed.data;
  }
  return known;
}
