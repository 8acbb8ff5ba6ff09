/**
 * Who sees what of moments, as plainly as it can be said: what `moments/access.ts` says in SQL is compared with this.
 * People, categories and posts are known by their ids; a pair is written `one>other`.
 */

export type Visibility = 'PUBLIC' | 'FRIENDS' | 'ONLY' | 'EXCEPT' | 'PRIVATE';

export interface Said {
  id: string;
  author: string;
  answers: Said | null;
}

export interface Posted {
  id: string;
  author: string;
  visibility: Visibility;
  named: { people: Set<string>; categories: Set<string> };
  /** In days. */
  age: number;
  likers: string[];
  comments: Said[];
  mentioned: string[];
}

const STRANGERS_SEE = 10;

export class MomentModel {
  /** Both directions. */
  readonly friends = new Set<string>();
  readonly blocks = new Set<string>();
  /** `one>other`: one does not let the other see theirs; one does not want to see the other's. */
  readonly hidesMine = new Set<string>();
  readonly hidesTheirs = new Set<string>();
  readonly windows = new Map<string, number>();
  readonly closedToStrangers = new Set<string>();
  /** Who is in a category. */
  readonly categories = new Map<string, Set<string>>();
  /** In the order in which they were posted. */
  posts: Posted[] = [];

  areFriends = (one: string, other: string) => this.friends.has(`${one}>${other}`);

  befriend(one: string, other: string): void {
    this.friends.add(`${one}>${other}`).add(`${other}>${one}`);
  }

  /** A friendship that ends takes the friend out of all categories. */
  unfriend(one: string, other: string, categoriesOf: Record<string, readonly string[]>): void {
    this.friends.delete(`${one}>${other}`);
    this.friends.delete(`${other}>${one}`);
    for (const id of categoriesOf[one] ?? []) this.categories.get(id)?.delete(other);
    for (const id of categoriesOf[other] ?? []) this.categories.get(id)?.delete(one);
  }

  /** Nobody is let in by it any more, and whom it kept out stays out. */
  deleteCategory(id: string): void {
    const members = this.categories.get(id) ?? new Set();
    this.categories.delete(id);
    for (const { visibility, named } of this.posts)
      if (named.categories.delete(id) && visibility === 'EXCEPT')
        for (const member of members) named.people.add(member);
  }

  #apart = (one: string, other: string) =>
    this.blocks.has(`${one}>${other}`) || this.blocks.has(`${other}>${one}`);

  #isNamed({ named }: Posted, viewer: string): boolean {
    const categories = [...named.categories].map((id) => this.categories.get(id));
    return named.people.has(viewer) || categories.some((members) => members?.has(viewer));
  }

  sees(post: Posted, viewer: string): boolean {
    const { author, visibility, age } = post;
    if (author === viewer) return true;
    if (age >= (this.windows.get(author) ?? Number.POSITIVE_INFINITY)) return false;
    if (this.#apart(author, viewer) || this.hidesMine.has(`${author}>${viewer}`)) return false;
    if (!this.areFriends(author, viewer))
      return (
        visibility === 'PUBLIC' && !this.closedToStrangers.has(author) && this.#isAmongNewest(post)
      );
    if (visibility === 'ONLY') return this.#isNamed(post, viewer);
    if (visibility === 'EXCEPT') return !this.#isNamed(post, viewer);
    return visibility !== 'PRIVATE';
  }

  #isAmongNewest(post: Posted): boolean {
    const open = this.posts.filter(
      ({ author, visibility }) => author === post.author && visibility === 'PUBLIC',
    );
    return this.newestFirst(open).slice(0, STRANGERS_SEE).includes(post);
  }

  newestFirst = (posts: readonly Posted[]): Posted[] =>
    [...posts].sort(
      (one, other) => one.age - other.age || this.posts.indexOf(other) - this.posts.indexOf(one),
    );

  feed(viewer: string): string[] {
    const shown = this.posts.filter(
      (post) =>
        (post.author === viewer || this.areFriends(post.author, viewer)) &&
        !this.hidesTheirs.has(`${viewer}>${post.author}`) &&
        this.sees(post, viewer),
    );
    return this.newestFirst(shown).map(({ id }) => id);
  }

  album(author: string, viewer: string): string[] {
    const shown = this.posts.filter((post) => post.author === author && this.sees(post, viewer));
    return this.newestFirst(shown).map(({ id }) => id);
  }

  /** Whether somebody who sees a post sees this person on it. */
  #meets({ author }: Posted, person: string, viewer: string): boolean {
    if (person === viewer) return true;
    const near = (one: string, other: string) =>
      one === other || (this.areFriends(one, other) && !this.#apart(one, other));
    if (!near(author, viewer) || !near(author, person)) return false;
    return person === author || near(person, viewer);
  }

  likers = (post: Posted, viewer: string): string[] =>
    post.likers.filter((person) => this.#meets(post, person, viewer));

  mentioned = (post: Posted, viewer: string): string[] =>
    post.mentioned.filter((person) => this.#meets(post, person, viewer));

  comments = (post: Posted, viewer: string): string[] =>
    post.comments
      .filter(
        ({ author, answers }) =>
          this.#meets(post, author, viewer) &&
          (answers === null || this.#meets(post, answers.author, viewer)),
      )
      .map(({ id }) => id);
}
