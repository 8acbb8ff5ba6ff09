/**
 * Who asks. Everything in the matrix belongs to one person, or to what that person takes part in, and each actor stands
 * in one relation to them. The person is a plain member of the group.
 */
export const ACTORS = {
  self: 'the person themself',
  friend: 'a friend of the person, who is not in the group',
  blocked: 'a friend whom the person has blocked, who is not in the group',
  colleague: 'somebody with a position in the same organisation, otherwise a stranger',
  stranger: 'somebody who has nothing to do with the person, the group or the organisation',
  former: 'somebody who was a member of the group and has left',
  muted: 'a member of the group who may not speak',
  member: 'a member of the group',
  administrator: 'an administrator of the group',
  owner: 'the owner of the group',
  installation: 'an administrator of the installation, otherwise a stranger',
  anonymous: 'nobody: no token is sent',
  expired: 'the person, on a device whose session has expired',
  revoked: 'the person, on a device whose session has been revoked',
} as const;

export type Actor = keyof typeof ACTORS;
export const everyActor = Object.keys(ACTORS) as Actor[];

export const VISITORS = ['anonymous', 'expired', 'revoked'] as const satisfies Actor[];
export type Visitor = (typeof VISITORS)[number];
export type Somebody = Exclude<Actor, Visitor>;
export const isVisitor = (actor: Actor): actor is Visitor =>
  (VISITORS as readonly Actor[]).includes(actor);
export const signedIn = everyActor.filter((actor): actor is Somebody => !isVisitor(actor));

/** In the group, by what they may do there. */
export const RUNNING = ['administrator', 'owner'] as const;
export const PLAIN = ['self', 'muted', 'member'] as const;
export const INSIDE = [...PLAIN, ...RUNNING] as const;
export const SPEAKING = ['self', 'member', ...RUNNING] as const;
export const OUTSIDE = [
  'friend',
  'blocked',
  'colleague',
  'stranger',
  'former',
  'installation',
] as const;
/** Those of the organisation, and those who run it. */
export const ORGANISED = ['self', 'colleague', 'installation'] as const;
/** Everybody but the person. */
export const OTHERS = signedIn.filter((actor) => actor !== 'self');

/**
 * What becomes of asking: OK, NONE where the answer is empty, NOT_FOUND, UNAUTHENTICATED, the rule of another refusal, or
 * the value of an enum that differs from viewer to viewer.
 */
export type Outcome = string;
export type Cells = Readonly<Record<Actor, Outcome>>;

/** A row: everybody is named under what becomes of them; `rest` becomes of whoever is signed in and not named. */
export function who(
  named: Readonly<Record<Outcome, readonly Actor[]>>,
  rest: Outcome = 'NOT_FOUND',
): Cells {
  const cells = Object.fromEntries(
    everyActor.map((actor) => [actor, isVisitor(actor) ? 'UNAUTHENTICATED' : rest]),
  ) as Record<Actor, Outcome>;
  const seen = new Set<Actor>();
  for (const [outcome, actors] of Object.entries(named))
    for (const actor of actors) {
      if (seen.has(actor)) throw new Error(`A row names ${actor} twice`);
      seen.add(actor);
      cells[actor] = outcome;
    }
  return cells;
}

export const everybody = who({}, 'OK');
export const anybody = who({ OK: everyActor });
