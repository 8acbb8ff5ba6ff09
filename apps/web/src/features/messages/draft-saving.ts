import type { Client, CombinedError } from 'urql';
import { v4 as uuid } from 'uuid';
import { plain } from '@/components/markdown/plain';
import { publicName } from '@/features/contacts/names';
import type { ResultOf } from '@/lib/graphql';
import type { Draft, ReplyTarget, Written } from './draft';
import { type Draft_conversation, SaveDraftMutation } from './draft-documents';
import type { SaveOutcome } from './draft-sync';
import { senderName } from './sender-name';
import { codePoints } from './text-tokens';

type ServerDraft = NonNullable<ResultOf<typeof Draft_conversation>['draft']>;

/** As the API keeps it (DRAFT_MAX): a longer one stays on this device. */
const LONGEST = 20_000;
const EXCERPT = 140;
/** A browser lets requests that outlive their page carry so much in all, 64 KiB; a character takes up to three bytes. */
const OUTLIVING = 16_000;

/** One attempt to save. */
export async function saveDraft(
  client: Client,
  conversationId: string,
  { text, replyTo, updatedAt }: Draft,
): Promise<SaveOutcome> {
  if (codePoints(text) > LONGEST) return { kind: 'refused' };
  const input = { conversationId, text, updatedAt: new Date(updatedAt).toISOString() };
  const attempt = (replyToId: string | null) => {
    // It is also saved when the page is being left.
    const fetchOptions = () => ({
      keepalive: text.length < OUTLIVING,
      headers: { 'x-request-id': uuid() },
    });
    return client
      .mutation(SaveDraftMutation, { input: { ...input, replyToId } }, { fetchOptions })
      .toPromise();
  };
  let { data, error } = await attempt(replyTo?.messageId ?? null);
  // What it answers may be gone, or the conversation: without the one the other shows.
  if (replyTo && data?.saveDraft.__typename === 'NotFoundError')
    ({ data, error } = await attempt(null));
  if (error || !data) return { kind: 'unreached', fault: isFault(error) };
  const result = data.saveDraft;
  if (result.__typename === 'SaveDraftPayload')
    return { kind: 'answered', draft: writtenOf(result.conversation.draft) };
  if (result.__typename === 'NotFoundError') return { kind: 'gone' };
  return { kind: result.field === 'updatedAt' ? 'early' : 'refused' };
}

function isFault(error: CombinedError | undefined): boolean {
  const [first] = error?.graphQLErrors ?? [];
  const code = first?.extensions.code;
  return first !== undefined && code !== 'UNAUTHENTICATED' && code !== 'RATE_LIMITED';
}

export function writtenOf(draft: ServerDraft | null): Written | null {
  if (!draft) return null;
  const { text, updatedAt, replyTo } = draft;
  return { text, updatedAt: Date.parse(updatedAt), replyTo: replyTo && targetOf(replyTo) };
}

function targetOf(quoted: NonNullable<ServerDraft['replyTo']>): ReplyTarget {
  const { messageId, seq, content } = quoted;
  const said =
    content.__typename === 'TextContent'
      ? content.text
      : content.__typename === 'MarkdownContent'
        ? plain(content.markdown)
        : '';
  return {
    messageId,
    seq,
    senderId: quoted.sender.id,
    senderName: senderName(quoted, publicName),
    excerpt: said.slice(0, EXCERPT),
  };
}
