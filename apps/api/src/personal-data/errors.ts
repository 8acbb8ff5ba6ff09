import { DomainError } from '../platform/errors.ts';

/** The rule is the limit's own name. */
export class DataExportLimitError extends DomainError {
  constructor(
    readonly rule: string,
    readonly limit: number,
    readonly retryAt: Date,
  ) {
    super(
      `At most ${limit} archives of your data can be made in a day. Ask again after ${retryAt.toISOString()}.`,
    );
  }
}
