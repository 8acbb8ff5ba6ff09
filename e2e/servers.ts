import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneDatabase, type TestDatabase } from '@teahouse/api/testing/database';
import { MailServer } from '@teahouse/api/testing/mail-server';
import { ApiProcess, ServerProcess } from '@teahouse/api/testing/processes';
import { type S3Server, startS3 } from '@teahouse/api/testing/s3-server';
import { SECRETS } from '@teahouse/api/testing/secrets';
import { Speech } from '@teahouse/api/testing/speech';
import { buildWeb, nextCli } from '../scripts/build-web.ts';
import { runNode } from '../scripts/command.ts';
import { webFolder } from '../scripts/paths.ts';
import { LOOPBACK } from '../scripts/services/ports.ts';
import { type RunningRedis, startRedis } from '../scripts/services/redis.ts';
import { say } from '../scripts/terminal.ts';
import { Cable } from './cable.ts';
import { APPLICATION } from './providers.ts';

export const PORTS_PER_HOUSE = 9;

const OIDC_CLIENT = { id: 'teahouse', secret: 'a secret between two servers of the tests' };

/** Asked for as they are everywhere, and soon solved: the browsers of many stories share two cores. */
const CAPTCHAS = { CAPTCHA: 'true', CAPTCHA_DIFFICULTY: '2', SIGN_INS_BEFORE_CAPTCHA: '5' };

/** So that a story can wait until a recording ends by itself; longer than what is counted down. */
const SHORT_VOICES = { VOICE_MAX_SECONDS: '12' };

/** One API process, the web server in front of it, and the cable that browsers reach them through. */
export interface Site {
  url: string;
  api: ApiProcess;
  web: ServerProcess;
  cable: Cable;
}

/**
 * Everything one worker's stories run on. Two sites share one database and one Redis, so that two people can be on
 * different processes, as they are in a house that has grown.
 */
export interface House {
  /** For what only time would bring about. */
  databaseUrl: string;
  here: Site;
  there: Site;
  redis: RunningRedis;
  /** The provider that people can sign in through. */
  identity: ServerProcess;
  /** A third site on the same database that sends letters. Opened when it is first asked for: most stories have none. */
  openPostOffice(): Promise<PostOffice>;
  /**
   * A site that keeps files in a bucket of a server of its own, which browsers talk to, with a database of its own: the
   * processes of one database look for each file in one place. Opened when it is first asked for.
   */
  openWarehouse(): Promise<Warehouse>;
  close(): Promise<void>;
}

export interface Warehouse {
  site: Site;
  /** Where the bucket is. */
  origin: string;
}

export interface PostOffice {
  site: Site;
  /** Receives the letters. */
  mail: MailServer;
}

/** `place`: which of the houses that stand at the same time. */
export async function openHouse(place: number): Promise<House> {
  const { E2E_ADMIN_URL, E2E_TEMPLATE, E2E_FILES, E2E_PORTS, REDIS_SERVER_BIN } = process.env;
  if (!E2E_ADMIN_URL || !E2E_TEMPLATE || !E2E_FILES || !E2E_PORTS)
    throw new Error('The setup of the run has not been done.');
  const ports = E2E_PORTS.split(' ')
    .map(Number)
    .slice(place * PORTS_PER_HOUSE);
  const nextPort = () => ports.shift() ?? 0;
  const cloneTemplate = () => cloneDatabase(E2E_ADMIN_URL, E2E_TEMPLATE);
  const database = await cloneTemplate();
  const redis = await startRedis({ bin: REDIS_SERVER_BIN });
  const issuerPort = nextPort();
  const files = await mkdtemp(join(tmpdir(), 'teahouse-files-'));
  await cp(E2E_FILES, files, { recursive: true });
  const speech = await Speech.prepare();
  const shared = {
    ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, STORAGE_DIR: files },
    SPEECH_COMMAND: speech.commandForAnything,
  };
  const issuer = `http://${LOOPBACK}:${issuerPort}`;
  const planOne = (more: Record<string, string> = {}) =>
    planSite({ ...shared, ...more }, issuer, { web: nextPort(), api: nextPort() });
  const warehouse = warehouseOf(cloneTemplate, planOne);
  const [here, there] = [await planOne(), await planOne(SHORT_VOICES)];
  const identity = identityProvider(issuerPort, [here, there]);
  const processes = [identity, here.api, here.web, there.api, there.web];
  await Promise.all(processes.map((server) => server.start()));
  let office: Promise<PostOffice> | undefined;
  const open = async (): Promise<PostOffice> => {
    const mail = await new MailServer().start();
    const site = await planOne({ SMTP_URL: mail.url, MAIL_FROM: 'Teahouse <tea@example.org>' });
    await Promise.all([site.api.start(), site.web.start()]);
    return { site, mail };
  };
  return {
    databaseUrl: database.url,
    here,
    there,
    redis,
    identity,
    openPostOffice: () => {
      office ??= open();
      return office;
    },
    openWarehouse: warehouse.open,
    close: async () => {
      await warehouse.close();
      const opened = await office;
      if (opened) {
        await Promise.all([opened.site.api.stop(), opened.site.web.stop()]);
        await Promise.all([opened.site.cable.cut(), opened.mail.stop()]);
      }
      await Promise.all(processes.map((server) => server.stop()));
      await Promise.all([here.cable.cut(), there.cable.cut(), redis.stop()]);
      await database.drop();
      await rm(files, { recursive: true, force: true });
      await speech.close();
    },
  };
}

function warehouseOf(
  cloneTemplate: () => Promise<TestDatabase>,
  planOne: (more: Record<string, string>) => Promise<Site>,
) {
  let opened: Promise<Warehouse & { s3: S3Server; database: TestDatabase }> | undefined;
  const open = async () => {
    const [s3, database] = await Promise.all([startS3(), cloneTemplate()]);
    const site = await planOne({ ...s3.settings, DATABASE_URL: database.url, REDIS_URL: '' });
    await s3.allow(site.url);
    await Promise.all([site.api.start(), site.web.start()]);
    return { site, origin: s3.settings.S3_ENDPOINT ?? '', s3, database };
  };
  return {
    open: () => {
      opened ??= open();
      return opened;
    },
    close: async () => {
      if (!opened) return;
      const { site, s3, database } = await opened;
      await Promise.all([site.api.stop(), site.web.stop()]);
      await Promise.all([site.cable.cut(), s3.close(), database.drop()]);
    },
  };
}

async function planSite(
  shared: Record<string, string>,
  issuer: string,
  ports: { web: number; api: number },
): Promise<Site> {
  const cable = await Cable.lay(ports.web);
  const api = new ApiProcess(ports.api, {
    ...shared,
    ...CAPTCHAS,
    PUBLIC_URL: cable.url,
    DATABASE_POOL: '6',
  });
  const web = webServer(ports.web, api, cable.url, {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: OIDC_CLIENT.id,
    OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
    OIDC_NAME: 'Old Quarter ID',
    GOOGLE_CLIENT_ID: OIDC_CLIENT.id,
    GOOGLE_CLIENT_SECRET: OIDC_CLIENT.secret,
    GOOGLE_ISSUER: issuer,
    GITHUB_CLIENT_ID: APPLICATION.id,
    GITHUB_CLIENT_SECRET: APPLICATION.secret,
    GITHUB_URL: `${issuer}/github`,
    GITHUB_API_URL: `${issuer}/github/api`,
    WECHAT_APP_ID: APPLICATION.id,
    WECHAT_APP_SECRET: APPLICATION.secret,
    WECHAT_OPEN_URL: `${issuer}/wechat`,
    WECHAT_API_URL: `${issuer}/wechat`,
    ...bucketOf(shared),
  });
  return { url: cable.url, api, web, cable };
}

/** What the web server is told of where files are: whom pages may talk to, and no keys. */
const bucketOf = ({ S3_BUCKET, S3_ENDPOINT }: Record<string, string | undefined>) => ({
  ...(S3_BUCKET && S3_ENDPOINT && { S3_BUCKET, S3_ENDPOINT }),
});

/** The web client as it is delivered; builds it when it is not up to date. */
export async function ensureWebBuilt(): Promise<void> {
  await buildWeb(async ({ args, cwd, env }) => {
    const { code, output } = await runNode(args, { cwd, env });
    if (code !== 0) throw new Error(`The web client does not build:\n${output}`);
  }, say);
}

/** The web server as `npm start` runs it. `url`: where browsers find it. */
export function webServer(
  port: number,
  api: { url: string },
  url: string,
  env: Record<string, string> = {},
): ServerProcess {
  return new ServerProcess({
    args: [nextCli(), 'start', '-p', String(port), '-H', LOOPBACK],
    cwd: webFolder,
    port,
    readyPath: '/sign-in',
    env: {
      NEXT_TELEMETRY_DISABLED: '1',
      API_INTERNAL_URL: api.url,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: 'a third secret of the tests, for the cookies of the web',
      WEB_API_SECRET: SECRETS.WEB_API_SECRET,
      ...env,
    },
  });
}

function identityProvider(port: number, sites: Site[]): ServerProcess {
  return new ServerProcess({
    args: ['--import', 'tsx', 'oidc.ts'],
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    port,
    readyPath: '/.well-known/openid-configuration',
    env: {
      OIDC_PORT: String(port),
      OIDC_CLIENT_ID: OIDC_CLIENT.id,
      OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
      OIDC_REDIRECT_URIS: sites
        .flatMap(({ url }) => ['oidc', 'google'].map((id) => `${url}/api/auth/callback/${id}`))
        .join(' '),
    },
  });
}
