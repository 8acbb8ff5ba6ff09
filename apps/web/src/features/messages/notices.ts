/** Contents that somebody said, as opposed to what a conversation tells of itself. */
const SAID = new Set([
  'TextContent',
  'MarkdownContent',
  'ContactCardContent',
  'GroupCardContent',
  'BundleContent',
  'ImageContent',
  'VideoContent',
  'FileContent',
  'VoiceContent',
  'DeletedContent',
  'RecalledContent',
]);

export const isNotice = ({ content }: { content: { __typename: string } }): boolean =>
  !SAID.has(content.__typename);

/** Shown as a line across the conversation, without a bubble: nobody's words stand in it. */
export const isLine = (message: { content: { __typename: string } }): boolean =>
  isNotice(message) ||
  message.content.__typename === 'RecalledContent' ||
  message.content.__typename === 'DeletedContent';

/** What a message may become. A quotation takes these over as they are; of other kinds it has less than the message. */
const BECOMES = new Set([
  'TextContent',
  'MarkdownContent',
  'VoiceContent',
  'RecalledContent',
  'DeletedContent',
]);

export const isQuotedAnew = (content: { __typename: string }): boolean =>
  BECOMES.has(content.__typename);
