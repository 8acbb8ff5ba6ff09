import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3';
import { findOnPath } from '../../../../scripts/services/packages.ts';
import { freePort } from '../../../../scripts/services/ports.ts';

/** What Debian’s packages radosgw, ceph-mon and ceph-osd bring. */
const PROGRAMS = ['ceph', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin'];
const READY_MS = 60_000;
const run = promisify(execFile);

/** Whether a server that speaks S3, and looks at signatures, can be started here. Under CI it has to be. */
export const hasS3 = (): boolean =>
  Boolean(process.env.CI) || PROGRAMS.every((program) => findOnPath(program));

export interface S3Server {
  /** As the API takes them. */
  settings: Record<string, string>;
  /** Lets pages of a site read and write, as README says. */
  allow(origin: string): Promise<void>;
  close(): Promise<void>;
}

/** One monitor, one store that lives in memory, and no keys between them: nobody but this machine reaches it. */
const configuration = (folder: string, fsid: string, monitor: number, gateway: number) => `
[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitor}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms cluster mode = crc
ms service mode = crc
ms client mode = crc
ms bind msgr1 = false
osd objectstore = memstore
memstore device bytes = 268435456
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
run dir = ${folder}
admin socket = ${folder}/$name.asok
log file = ${folder}/$name.log
mon data = ${folder}/mon
osd data = ${folder}/osd
[client.rgw]
ms mon client mode = crc
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw data = ${folder}/rgw
`;

/** Ceph’s object gateway on loopback, with one bucket. */
export async function startS3(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'teahouse-s3-'));
  const [fsid, osd] = [randomUUID(), randomUUID()];
  const [monitor, gateway] = [await freePort(), await freePort()];
  const config = join(folder, 'ceph.conf');
  const monmap = join(folder, 'monmap');
  await writeFile(config, configuration(folder, fsid, monitor, gateway));
  for (const name of ['mon', 'osd', 'rgw']) await mkdir(join(folder, name));
  const children: ChildProcess[] = [];
  const serve = (program: string, ...args: string[]) => {
    const child = spawn(program, ['-c', config, '-f', ...args], { stdio: 'ignore' });
    child.once('error', () => {});
    process.once('exit', () => child.kill('SIGKILL'));
    children.push(child);
  };
  const close = async () => {
    for (const child of children.reverse()) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
        await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run('monmaptool', [
      '--create',
      '--fsid',
      fsid,
      '--addv',
      'a',
      `[v2:127.0.0.1:${monitor}]`,
      monmap,
    ]);
    await run('ceph-mon', ['-c', config, '--mkfs', '-i', 'a', '--monmap', monmap]);
    serve('ceph-mon', '-i', 'a');
    await run('ceph', ['-c', config, 'osd', 'new', osd]);
    await run('ceph-osd', ['-c', config, '-i', '0', '--mkfs', '--osd-uuid', osd]);
    serve('ceph-osd', '-i', '0');
    serve('radosgw', '-n', 'client.rgw');
    const endpoint = `http://127.0.0.1:${gateway}`;
    await answering(endpoint);
    const [accessKeyId, secretAccessKey] = ['teahouse', randomUUID()];
    const user = [
      '--uid=tea',
      '--display-name=tea',
      `--access-key=${accessKeyId}`,
      `--secret=${secretAccessKey}`,
    ];
    await run('radosgw-admin', [
      '-c',
      config,
      '--ms-mon-client-mode=crc',
      'user',
      'create',
      ...user,
    ]);
    const Bucket = 'teahouse';
    const credentials = { accessKeyId, secretAccessKey };
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials,
    });
    await client.send(new CreateBucketCommand({ Bucket }));
    const allow = async (origin: string) => {
      const rule = {
        ...{ AllowedOrigins: [origin], AllowedMethods: ['GET', 'PUT'] },
        ...{ AllowedHeaders: ['Content-Type'], MaxAgeSeconds: 3_600 },
      };
      const CORSConfiguration = { CORSRules: [rule] };
      await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
    };
    const settings = {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: Bucket,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const stop = async () => {
      client.destroy();
      await close();
    };
    return { settings, allow, close: stop };
  } catch (error) {
    await close();
    throw error;
  }
}

async function answering(endpoint: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(endpoint).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error('The object gateway did not answer');
}
