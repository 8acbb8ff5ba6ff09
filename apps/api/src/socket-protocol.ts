import { type ExecutionResult, GraphQLError } from 'graphql';
import {
  CloseCode,
  type CompleteMessage,
  type ConnectionInitMessage,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  type Message,
  MessageType,
  parseMessage,
  type SubscribeMessage,
  type SubscribePayload,
  stringifyMessage,
} from 'graphql-ws';
import { ClientSocket } from './platform/client-sockets.ts';

/** An operation that is under way on a socket. */
export interface Running {
  /** What the client calls it. */
  readonly id: string;
  /** Nobody wants it any more. */
  stop(): unknown;
}

/** What is wrong with an operation, what answers it at its own pace until it is stopped, its answer, or its answers. */
export type Begun =
  | { errors: readonly GraphQLError[] }
  | { running: Running }
  | { answer: ExecutionResult }
  | { answers: AsyncIterable<ExecutionResult> };

/** An operation that has come, whatever it will answer. */
class Asked implements Running {
  readonly id: string;
  answers: AsyncIterable<ExecutionResult> | null = null;

  constructor(id: string) {
    this.id = id;
  }

  stop(): unknown {
    return (this.answers as AsyncGenerator | null)?.return?.(undefined);
  }
}

const none: readonly never[] = [];

/**
 * The server's end of a socket that speaks graphql-transport-ws, in the messages and closing codes of graphql-ws. That
 * has a server of its own, which keeps a kilobyte for every socket that says nothing.
 */
export abstract class ProtocolSocket extends ClientSocket {
  #greeted = false;
  #isIn = false;
  #running: readonly Running[] = none;

  /** Whether somebody who greets like this may come in. Who may not can be told why by the code that it closes with. */
  protected abstract letIn(params: Record<string, unknown> | undefined): Promise<boolean>;

  /** `running`: how many operations of the socket there are with this one. */
  protected abstract begin(id: string, payload: SubscribePayload, running: number): Promise<Begun>;

  /** It is our fault that the socket has to be closed. */
  protected abstract failed(error: unknown): void;

  /** Once it is open. */
  start(): void {
    if (this.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      this.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
  }

  /** Whoever is shown out, as their session has ended or they speak otherwise, has nothing more done for them. */
  override hear(text: string): void {
    if (this.readyState !== this.OPEN) return;
    this.#take(text).catch((error: unknown) => {
      this.failed(error);
      this.close(CloseCode.InternalServerError, 'Internal server error');
    });
  }

  override ended(_code: number, _reason: string): void {
    const running = this.#running;
    this.#running = none;
    Promise.all(running.map(async (operation) => operation.stop())).catch((error: unknown) =>
      this.failed(error),
    );
  }

  async #take(text: string): Promise<void> {
    let message: Message;
    try {
      message = parseMessage(text);
    } catch {
      return this.close(CloseCode.BadRequest, 'Invalid message received');
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        return this.#greet(message);
      case MessageType.Ping:
        return this.#say({
          type: MessageType.Pong,
          ...(message.payload && { payload: message.payload }),
        });
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.#subscribe(message);
      case MessageType.Complete:
        return this.#complete(message);
      default:
        throw new Error(`Unexpected message of type ${message.type} received`);
    }
  }

  async #greet({ payload }: ConnectionInitMessage): Promise<void> {
    if (this.#greeted)
      return this.close(
        CloseCode.TooManyInitialisationRequests,
        'Too many initialisation requests',
      );
    this.#greeted = true;
    if (!(await this.letIn(payload ?? undefined)))
      return this.close(CloseCode.Forbidden, 'Forbidden');
    this.#isIn = true;
    await this.#say({ type: MessageType.ConnectionAck });
  }

  async #complete({ id }: CompleteMessage): Promise<void> {
    const operation = this.#running.find((one) => one.id === id);
    if (!operation) return;
    this.#forget(operation);
    await operation.stop();
  }

  async #subscribe({ id, payload }: SubscribeMessage): Promise<void> {
    if (!this.#isIn) return this.close(CloseCode.Unauthorized, 'Unauthorized');
    if (this.#running.some((one) => one.id === id))
      return this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    const asked = new Asked(id);
    this.#running = this.#running.concat(asked);
    try {
      const begun = await this.begin(id, payload, this.#running.length);
      if ('running' in begun) await this.#goOn(asked, begun.running);
      else if (!this.#wants(asked)) await stopUnheard(begun);
      else if ('errors' in begun) await this.#refuse(id, begun.errors);
      else {
        if ('answer' in begun) await this.#next(id, begun.answer);
        else await this.#answer(asked, begun.answers);
        if (this.#wants(asked)) await this.#say({ id, type: MessageType.Complete });
      }
    } finally {
      this.#forget(asked);
    }
  }

  /** From here on it answers by itself, and nothing is kept of how it came. */
  async #goOn(asked: Asked, running: Running): Promise<void> {
    if (!this.#wants(asked)) await running.stop();
    this.#running = this.#running.map((one) => (one === asked ? running : one));
  }

  async #answer(asked: Asked, answers: AsyncIterable<ExecutionResult>): Promise<void> {
    asked.answers = answers;
    try {
      for await (const answer of answers)
        if (this.#wants(asked)) await this.#next(asked.id, answer);
    } catch (error) {
      if (!this.#wants(asked)) return;
      const originalError = error instanceof Error ? error : new Error(String(error));
      await this.#refuse(asked.id, [new GraphQLError(originalError.message, { originalError })]);
      this.#forget(asked);
    }
  }

  #wants(asked: Asked): boolean {
    return this.#running.includes(asked);
  }

  #forget(operation: Running): void {
    if (this.#running.includes(operation))
      this.#running = this.#running.filter((one) => one !== operation);
  }

  #next(id: string, { errors, ...answer }: ExecutionResult): Promise<void> {
    const payload = { ...answer, ...(errors && { errors: errors.map((one) => one.toJSON()) }) };
    return this.#say({ id, type: MessageType.Next, payload });
  }

  #refuse(id: string, errors: readonly GraphQLError[]): Promise<void> {
    return this.#say({ id, type: MessageType.Error, payload: errors.map((one) => one.toJSON()) });
  }

  #say(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.readyState !== this.OPEN) return resolve();
      this.send(stringifyMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** What began when nobody wanted it any more. */
const stopUnheard = async (begun: Begun): Promise<unknown> =>
  'answers' in begun && (begun.answers as AsyncGenerator).return?.(undefined);
