/** A letter or a short message was not taken. `message` names the reason, without anything of what was sent or to whom. */
export class DeliveryError extends Error {
  constructor(
    reason: string,
    /** Whether trying again would come to the same. */
    readonly final: boolean,
  ) {
    super(reason);
  }
}
