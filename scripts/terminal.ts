/** A failure that a person can act on: its message is shown as it is, without a stack trace. */
export class Refusal extends Error {
  override name = 'Refusal';
}

// `npm start | head` closes the pipe; that is no reason to leave servers behind without their keeper.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

export type Say = (line: string) => void;

export const say: Say = (line) => {
  process.stdout.write(`${line}\n`);
};

export const silent: Say = () => {};

export function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
