/** Where a picture, a video or a file stands: what can be told of it besides its content. */
export interface MediaPlace {
  /** Of its message, where it is one's own: what this page has of it is shown without asking. */
  clientId?: string;
  /** Not sent yet: it waits, or it was refused. */
  unsent?: 'waiting' | 'failed' | null;
  /** In the history: whether it is a voice that the viewer has still to hear. */
  unheard?: boolean;
}
