import { chatIdFrom } from '@/features/conversations/paths';
import { lockExclusive } from '@/lib/exclusive';
import type { ArrivedMessage } from './cache';

/** So long a tab in which the message can be seen has to say so. */
const OTHERS_MS = 250;

/** Of all tabs of a person one calls, and none when the message is on the screen in any of them. */
export class Caller {
  private readonly channel: BroadcastChannel;
  private readonly stopping = new AbortController();
  private readonly seen = new Set<string>();
  private calls = false;

  constructor(
    viewerId: string,
    private readonly call: (message: ArrivedMessage) => void,
  ) {
    const name = `teahouse-notifications/${viewerId}`;
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }: MessageEvent<string>) => this.note(data);
    const { signal } = this.stopping;
    void lockExclusive(name)(async (held) => {
      this.calls = true;
      await new Promise((resolve) => held.addEventListener('abort', resolve));
    }, signal);
  }

  hear(message: ArrivedMessage): void {
    if (isOnScreen(message.conversation.id)) {
      this.channel.postMessage(message.id);
      return;
    }
    setTimeout(() => {
      if (this.calls && !this.stopping.signal.aborted && !this.seen.has(message.id))
        this.call(message);
    }, OTHERS_MS);
  }

  stop(): void {
    this.calls = false;
    this.stopping.abort();
    this.channel.close();
  }

  private note(messageId: string): void {
    this.seen.add(messageId);
    setTimeout(() => this.seen.delete(messageId), 4 * OTHERS_MS);
  }
}

function isOnScreen(conversationId: string): boolean {
  const attentive = document.visibilityState === 'visible' && document.hasFocus();
  return attentive && chatIdFrom(window.location.pathname) === conversationId;
}
