import 'server-only';
import { z } from 'zod';

const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

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
