/** In a frame's first byte: the whole of a message, and a text (RFC 6455, section 5.2). */
const WHOLE_TEXT = 0x81;
const TWO_BYTES = 126;
const EIGHT_BYTES = 127;

/** What a server writes to a WebSocket to say a text, of which all but the opening is bytes already. */
export function textFrame(opening: string, rest: Buffer): Buffer {
  const first = Buffer.byteLength(opening);
  const length = first + rest.length;
  const head = length < TWO_BYTES ? 2 : length < 2 ** 16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = WHOLE_TEXT;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = TWO_BYTES;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = EIGHT_BYTES;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(opening, head);
  rest.copy(frame, head + first);
  return frame;
}

/**
 * Frames for what thousands of sockets are told at once: each of them the same, but for what it calls its subscription.
 * What is the same is turned into bytes once, and where all call it the same there is one frame for all.
 */
export class FramePress {
  readonly #openingOf: (name: string) => string;
  readonly #ending: string;
  #text: string | undefined;
  #tail: Buffer = Buffer.alloc(0);
  #name: string | undefined;
  #frame: Buffer = this.#tail;

  /** What comes before every text that is called so, and what behind every text. */
  constructor(openingOf: (name: string) => string, ending: string) {
    this.#openingOf = openingOf;
    this.#ending = ending;
  }

  press(name: string, text: string): Buffer {
    const same = text === this.#text;
    if (same && name === this.#name) return this.#frame;
    if (!same) this.#tail = Buffer.from(text + this.#ending);
    this.#text = text;
    this.#name = name;
    this.#frame = textFrame(this.#openingOf(name), this.#tail);
    return this.#frame;
  }
}
