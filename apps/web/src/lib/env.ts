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
  /** The API's storage, where that is S3: browsers talk to it themselves, and pages have to say that they may. */
  S3_BUCKET: optional,
  S3_ENDPOINT: optional,
  S3_REGION: optional,
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

/** Where browsers send files to and read them from besides the site itself; null where that is all. */
export function storageOrigin(): string | null {
  const { S3_BUCKET, S3_ENDPOINT, S3_REGION = 'us-east-1' } = env();
  if (!S3_BUCKET) return null;
  return new URL(S3_ENDPOINT ?? `https://s3.${S3_REGION}.amazonaws.com`).origin;
}
