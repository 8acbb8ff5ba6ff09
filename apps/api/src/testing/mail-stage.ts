import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { sendOutgoing } from '../platform/outgoing.ts';
import { startWorker } from '../worker.ts';
import { addressOf, VerifyEmail } from './codes.ts';
import { MailServer } from './mail-server.ts';
import { type Stage, startStage, startStageOn } from './stage.ts';
import { expectType, type Person } from './world.ts';

export interface MailStage extends Stage {
  mail: MailServer;
  /** Another process beside it. */
  beside(settings?: Record<string, string>): Promise<Stage>;
  /** No letter is on its way any more. */
  everythingSent(): Promise<void>;
  /** Somebody whose address is proven; the letter with that code is the first to it. */
  reader(nickname: string): Promise<{ person: Person; address: string }>;
}

/** A stage that sends real letters to a real mail server, within a moment. */
export async function startMailStage(settings: Record<string, string> = {}): Promise<MailStage> {
  const mail = await new MailServer().start();
  const withMail = { SMTP_URL: mail.url, MAIL_FROM: 'Teahouse <tea@example.org>', ...settings };
  const stage = await startStage(withMail);
  const sending = { name: 'letters', everyMs: 20, overlapping: true, run: sendOutgoing };
  const stopWorker = startWorker(stage.backend, [sending]);
  return {
    ...stage,
    mail,
    beside: (more = {}) => startStageOn(stage.databaseUrl, { ...withMail, ...more }),
    everythingSent: () =>
      expect
        .poll(async () => (await stage.backend.pool.query('SELECT FROM outgoing_message')).rowCount)
        .toBe(0),
    reader: async (nickname) => {
      const person = await stage.world.user(nickname);
      const address = addressOf(person);
      const input = { code: await mail.codeTo(address) };
      expectType((await person.ask(VerifyEmail, { input })).verifyEmail, 'VerifyEmailPayload');
      return { person, address };
    },
    close: async () => {
      await stopWorker();
      await stage.close();
      await mail.stop();
    },
  };
}

/** Some other code than this one. */
export const otherThan = (code: string): string =>
  String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** An address that nobody has. */
export const nobody = (): string => `nobody_${randomBytes(6).toString('hex')}@example.org`;
