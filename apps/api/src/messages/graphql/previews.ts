import { messageEvent } from './message.ts';

messageEvent(
  'MessageLinkPreviewed',
  'The preview of a message’s link was fetched: `linkPreview` shows it. Conversation stream.',
);
