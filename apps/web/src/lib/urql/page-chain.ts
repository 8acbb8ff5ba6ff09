import type { AnyVariables, Client, CombinedError, TypedDocumentNode } from '@urql/core';

/** What every forward-paged list of the API looks like. */
export interface PageOf<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

export interface ChainState<Node> {
  items: readonly Node[];
  fetching: boolean;
  hasMore: boolean;
  error: CombinedError | undefined;
}

export interface ChainQuery<Data, Node> {
  document: TypedDocumentNode<Data, AnyVariables>;
  variables: Record<string, unknown>;
  pageOf: (data: Data) => PageOf<Node> | null | undefined;
  /** Loads page after page by itself: for lists that are sorted on this side. */
  all: boolean;
}

interface Link<Node> {
  after: string | null;
  page: PageOf<Node> | null;
  fetching: boolean;
  error: CombinedError | undefined;
  stop: () => void;
}

/** What has moved to an earlier page is still on its old one, too, for as long as that is the one shown. */
function eachOnce<Node>(nodes: readonly Node[]): readonly Node[] {
  const seen = new Set<string>();
  return nodes.filter((node) => {
    const { id } = node as { id?: string };
    if (id === undefined) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/**
 * The pages of one list, each a live query of its own: when the cache changes under one of them it changes here, and when
 * its end moves, the pages behind it are asked for again from there. Until they have come, what was shown still is: nobody
 * who has scrolled far is thrown back because one item has moved.
 */
export class PageChain<Data, Node> {
  private links: Link<Node>[] = [];
  /** Pages that were shown behind the links and are being asked for again, by their place in the chain. */
  private held: (PageOf<Node> | null)[] = [];
  private wanted = 1;
  private listeners = new Set<() => void>();
  private current: ChainState<Node> = {
    items: [],
    fetching: true,
    hasMore: false,
    error: undefined,
  };

  constructor(
    private readonly client: Client,
    private readonly query: ChainQuery<Data, Node>,
  ) {}

  readonly state = (): ChainState<Node> => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.links.length === 0) this.append(null);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.held = [];
      this.cut(0);
    };
  };

  readonly loadMore = (): void => {
    if (!this.current.hasMore || this.current.fetching) return;
    this.wanted = this.pages().length + 1;
    this.extend();
  };

  private append(after: string | null): void {
    const link: Link<Node> = {
      after,
      page: null,
      fetching: true,
      error: undefined,
      stop: () => {},
    };
    const index = this.links.push(link) - 1;
    const variables = { ...this.query.variables, after };
    const { unsubscribe } = this.client
      .query(this.query.document, variables, { requestPolicy: 'cache-and-network' })
      .subscribe(({ data, error, stale }) => {
        link.page = (data && this.query.pageOf(data)) ?? link.page;
        link.error = error;
        link.fetching = stale && !link.page;
        if (this.links[index] === link) this.settle(index);
      });
    link.stop = unsubscribe;
  }

  private settle(index: number): void {
    const end = this.links[index]?.page?.pageInfo;
    const next = this.links[index + 1];
    if (next && (!end?.hasNextPage || next.after !== end.endCursor)) {
      this.held = this.pages();
      this.cut(index + 1);
    }
    this.extend();
    if (this.isWhole()) this.held = [];
    this.publish();
  }

  private extend(): void {
    const last = this.links.at(-1);
    const end = last?.page?.pageInfo;
    if (!end?.hasNextPage || !end.endCursor) return;
    if (this.query.all || this.links.length < this.wanted) {
      this.append(end.endCursor);
      this.publish();
    }
  }

  private cut(from: number): void {
    for (const link of this.links.splice(from)) link.stop();
  }

  /** Every page that is held has its successor, or will have none. */
  private isWhole(): boolean {
    const last = this.links.at(-1)?.page;
    if (!last || this.links.some(({ page }) => !page)) return false;
    return this.links.length >= this.held.length || !last.pageInfo.hasNextPage;
  }

  /** In order; null where nothing can be shown yet. */
  private pages(): (PageOf<Node> | null)[] {
    const length = Math.max(this.links.length, this.held.length);
    return Array.from(
      { length },
      (_, place) => this.links[place]?.page ?? this.held[place] ?? null,
    );
  }

  private publish(): void {
    const pages = this.pages();
    this.current = {
      items: eachOnce(pages.flatMap((page) => page?.edges.map(({ node }) => node) ?? [])),
      fetching: this.links.some(({ fetching }, place) => fetching && !this.held[place]),
      hasMore: pages.at(-1)?.pageInfo.hasNextPage ?? false,
      error: this.links.find(({ error }) => error)?.error,
    };
    for (const listener of this.listeners) listener();
  }
}
