import { graphql } from '@/lib/graphql';
import { Said_line } from './content/said.fragment';
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
      ...Said_line
    }
    ...SystemNotice_message
  }
`,
  [Said_line, SystemNotice_message],
);
