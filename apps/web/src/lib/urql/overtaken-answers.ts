import { type Exchange, makeOperation, type Operation, type OperationResult } from '@urql/core';
import { filter, fromArray, makeSubject, map, merge, mergeMap, pipe, share } from 'wonka';

/** More than come while an answer is on its way, however busy and slow it is; only a long replay brings more. */
const KEPT_AT_MOST = 1_000;

/** What has come besides answers to queries, in order, for as long as some query is under way. */
class Written {
  private kept: OperationResult[] = [];
  private dropped = 0;
  private readonly underWay = new Set<number>();

  /** How much there has been. */
  get count(): number {
    return this.dropped + this.kept.length;
  }

  begin(query: number): void {
    this.underWay.add(query);
  }

  end(query: number): void {
    this.underWay.delete(query);
    if (this.underWay.size === 0) this.keep(0);
  }

  add(result: OperationResult): void {
    this.kept.push(result);
    this.keep(this.underWay.size > 0 ? KEPT_AT_MOST : 0);
  }

  /** Null when not all of it is kept. */
  since(count: number): OperationResult[] | null {
    return count < this.dropped ? null : this.kept.slice(count - this.dropped);
  }

  private keep(atMost: number): void {
    this.dropped += this.kept.splice(0, Math.max(0, this.kept.length - atMost)).length;
  }
}

const isUnseen = ({ extensions }: OperationResult): boolean => extensions?.unseen === true;
const again = (result: OperationResult): OperationResult => ({
  ...result,
  extensions: { ...result.extensions, unseen: true },
});

/**
 * The cache keeps a place for each answer that is on its way, and lays what comes before it in layers above. What is asked
 * once more would take the layer of its last answer along to the top, over all that was told since. As what is told again
 * makes up for the order, no places are kept: a part of an answer with nothing in it fills each at once, and an answer that
 * comes as a part goes below what somebody is just changing.
 */
const nothing = (operation: Operation, { hasNext }: { hasNext: boolean }): OperationResult => ({
  operation,
  data: undefined,
  extensions: { unseen: true },
  stale: false,
  hasNext,
});
const asPart = (result: OperationResult): OperationResult[] => [
  nothing(result.operation, { hasNext: false }),
  { ...result, hasNext: true },
];
const asWhole = (result: OperationResult): OperationResult =>
  result.operation.kind === 'query' ? { ...result, hasNext: false } : result;

/**
 * An answer may have been read before something that was heard while it was on its way, and the cache would take what is
 * older for what is newer. So it is followed, in the same turn, by everything that has come since it was asked for: told
 * twice, an event changes nothing. Nobody else hears of that. Mutations are told again with the events, as what they have
 * changed must not fall back to what was heard before.
 */
export const withOvertakenAnswers =
  (cache: Exchange): Exchange =>
  ({ forward, ...input }) => {
    const written = new Written();
    const { source: asked, next: ask } = makeSubject<Operation>();
    const { source: parts, next: answer } = makeSubject<OperationResult>();

    const noteWhen = (operation: Operation): Operation => {
      if (operation.kind === 'teardown') written.end(operation.key);
      if (operation.kind !== 'query') return operation;
      written.begin(operation.key);
      answer(nothing(operation, { hasNext: true }));
      return makeOperation('query', operation, { ...operation.context, askedAt: written.count });
    };

    const upToDate = (result: OperationResult): OperationResult[] => {
      const { operation, data } = result;
      if (operation.kind !== 'query') {
        if (data) written.add(result);
        return [result];
      }
      const missed = data ? written.since(operation.context.askedAt) : [];
      if (!missed) {
        ask(operation);
        return [];
      }
      written.end(operation.key);
      return [...(data ? asPart(result) : [result]), ...missed.map(again)];
    };

    return (operations) =>
      pipe(
        operations,
        cache({
          ...input,
          forward: (sent) =>
            pipe(
              merge([
                parts,
                pipe(
                  merge([sent, asked]),
                  map(noteWhen),
                  forward,
                  mergeMap((result) => fromArray(upToDate(result))),
                ),
              ]),
              // The cache listens in two places.
              share,
            ),
        }),
        filter((result) => !isUnseen(result)),
        map(asWhole),
      );
  };
