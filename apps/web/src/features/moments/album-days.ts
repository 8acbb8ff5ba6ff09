/** Posts of one month, and in it of one day, the latest first. */
export interface AlbumMonth<Post> {
  /** Any moment of it. */
  at: Date;
  days: { at: Date; posts: Post[] }[];
}

const monthOf = (at: Date) => at.getFullYear() * 12 + at.getMonth();
const sameDay = (one: Date, other: Date) => one.toDateString() === other.toDateString();

/** As the reader's own calendar divides them; in the order given. */
export function albumMonths<Post extends { postedAt: string }>(
  posts: readonly Post[],
): AlbumMonth<Post>[] {
  const months: AlbumMonth<Post>[] = [];
  for (const post of posts) {
    const at = new Date(post.postedAt);
    let month = months.at(-1);
    if (!month || monthOf(month.at) !== monthOf(at)) {
      month = { at, days: [] };
      months.push(month);
    }
    const day = month.days.at(-1);
    if (day && sameDay(day.at, at)) day.posts.push(post);
    else month.days.push({ at, posts: [post] });
  }
  return months;
}
