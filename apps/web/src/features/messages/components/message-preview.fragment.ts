import { graphql } from '@/lib/graphql';
import { Said_content } from './content/said.fragment';
import { SystemNotice_message } from './system-notice.fragment';

export const MessagePreview_message = graphql(
  `
  fragment MessagePreview_message on Message {
    id
    sender {
      id
      nickname
    }
    senderMember {
      id
      groupNickname
    }
    content {
      ...Said_content
    }
    ...SystemNotice_message
  }
`,
  [Said_content, SystemNotice_message],
);
