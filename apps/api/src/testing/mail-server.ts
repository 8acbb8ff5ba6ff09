import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { freePort, LOOPBACK } from '../../../../scripts/services/ports.ts';

/** A letter as it arrived. */
export interface Received {
  /** Whom the envelope named; what the header says is in `header.to`. */
  recipients: string[];
  subject: string;
  text: string;
  html: string;
  messageId: string;
  raw: string;
}

const PATIENCE_MS = 20_000;

/** A real mail server on loopback that keeps what it is given, and can be told to refuse, to stand still or to go away. */
export class MailServer {
  readonly letters: Received[] = [];
  /** Answers a recipient with this SMTP code instead of taking them. */
  refuseWith: number | null = null;
  #server: SMTPServer | undefined;
  #port = 0;

  get url(): string {
    return `smtp://tea:house@${LOOPBACK}:${this.#port}`;
  }

  async start(): Promise<this> {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      logger: false,
      onAuth: ({ username, password }, _session, done) => {
        if (username === 'tea' && password === 'house') done(null, { user: username });
        else done(new Error('Wrong login'));
      },
      onRcptTo: ({ address }, _session, done) => {
        const responseCode = this.refuseWith;
        if (responseCode === null) done();
        else done(Object.assign(new Error(`${address} is not taken`), { responseCode }));
      },
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', async () => {
          const raw = Buffer.concat(chunks).toString();
          const recipients = envelope.rcptTo.map(({ address }) => address);
          const {
            subject = '',
            text = '',
            html = '',
            messageId = '',
          } = await PostalMime.parse(raw);
          this.letters.push({ recipients, subject, text, html, messageId, raw });
          done();
        });
      },
    });
    this.#port ||= await freePort();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, LOOPBACK, resolve);
    });
    server.on('error', () => {});
    this.#server = server;
    return this;
  }

  /** Goes away; `start` brings it back on the same port. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  to = (address: string): Received[] =>
    this.letters.filter(({ recipients }) =>
      recipients.some((one) => one.toLowerCase() === address.toLowerCase()),
    );

  /** The so many-th letter to an address, once it has come. Two that are on their way at once come in either order. */
  async letterTo(address: string, index = 0): Promise<Received> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const letter = this.to(address)[index];
      if (letter) return letter;
      if (Date.now() > deadline) throw new Error(`No letter to ${address} in time`);
      await sleep(20);
    }
  }

  /** The code in the so many-th letter to an address. */
  async codeTo(address: string, index = 0): Promise<string> {
    const { text } = await this.letterTo(address, index);
    const code = /^\d{6}$/m.exec(text)?.[0];
    if (!code) throw new Error(`There is no code in this letter:\n${text}`);
    return code;
  }
}
