/** Contents that somebody said, as opposed to what a conversation tells of itself. */
const SAID = new Set([
  'TextContent',
  'MarkdownContent',
  'ContactCardContent',
  'GroupCardContent',
  'BundleContent',
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
