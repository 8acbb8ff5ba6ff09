import type { BrowserContext } from '@playwright/test';

/** Everything browsers complain about during a story: errors on the console, crashes, breaches of the content policy. */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #expected: RegExp[] = [];

  async watch(context: BrowserContext): Promise<void> {
    context.on('console', (message) => {
      if (message.type() !== 'error') return;
      this.#heard.push(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (crash) => {
      this.#heard.push(String(crash.error().stack ?? crash.error()));
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`${event.violatedDirective} forbids ${event.blockedURI}`);
      });
    });
  }

  /** The story itself makes browsers say this: a refused password is a 401, for example. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** In this story the network or a server goes away, which browsers log request by request. */
  expectLostConnections(): void {
    this.expect(
      /Failed to load resource: (net::ERR_|the server responded with a status of 50[0234])/,
      /WebSocket connection to .* failed/,
    );
  }

  get unexpected(): string[] {
    return this.#heard.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }
}
