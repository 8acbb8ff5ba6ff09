import type { MessageKind, Message as MessageRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { AnnouncementNotice } from '../../groups/graphql/announcements.ts';
import { NOTICE_TYPES } from '../../groups/graphql/notices.ts';

/** What was said, wherever it is kept: in a message, in a bundle that was forwarded, among what somebody has saved. */
export type Said = Pick<MessageRow, 'kind' | 'text' | 'data' | 'bundleId' | 'fileId'>;

const TextContent = builder.objectRef<Said>('TextContent').implement({
  description: 'What a person typed.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'Plain text, 1 to MESSAGE_MAX_CHARACTERS (500) Unicode code points.',
    }),
  }),
});

const MarkdownContent = builder.objectRef<Said>('MarkdownContent').implement({
  description: 'Formatted text: what a program writes, or a person who chooses to.',
  fields: (t) => ({
    markdown: t.exposeString('text', {
      description:
        'GitHub Flavored Markdown, 1 to MARKDOWN_MAX_CHARACTERS (20,000) Unicode code points. Show no HTML in it, load no pictures of it, and follow links of schemes you know only.',
    }),
  }),
});

export const RecalledContent = builder.objectRef<MessageRow>('RecalledContent').implement({
  description: 'Its sender took it back. What it said is gone for everyone.',
  fields: (t) => ({
    by: t.prismaField({
      type: User,
      description: 'Who took it back.',
      resolve: (query, message, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: message.senderId } }),
    }),
    recalledAt: t.field({
      type: 'DateTime',
      description: 'When.',
      resolve: (message) => message.recalledAt ?? message.createdAt,
    }),
  }),
});

export const DeletedContent = builder.objectRef<MessageRow>('DeletedContent').implement({
  description: 'An administrator deleted it. What it said is gone for everyone.',
  fields: (t) => ({
    by: t.prismaField({
      type: User,
      description: 'Who deleted it.',
      resolve: (query, message, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({
          ...query,
          where: { id: message.deletedById ?? message.senderId },
        }),
    }),
    deletedAt: t.field({
      type: 'DateTime',
      description: 'When.',
      resolve: (message) => message.deletedAt ?? message.createdAt,
    }),
  }),
});

type RefOf<Shape> = PothosSchemaTypes.ObjectRef<typeof builder.$inferSchemaTypes, Shape, Shape>;
type ContentRef = RefOf<Said> | RefOf<MessageRow>;

const contentTypes = new Map<MessageKind, ContentRef>();

/** Says what a kind of message looks like; called by whoever knows the kind, before the schema is built. */
export function registerContent(types: Partial<Record<MessageKind, ContentRef>>): void {
  for (const [kind, type] of Object.entries(types)) contentTypes.set(kind as MessageKind, type);
}

registerContent({ TEXT: TextContent, MARKDOWN: MarkdownContent });
registerContent({ ...NOTICE_TYPES, ANNOUNCEMENT: AnnouncementNotice });

const isMessage = (said: Said): said is MessageRow => 'recalledAt' in said;

export const MessageContent = builder.unionType('MessageContent', {
  description:
    'What a message holds. New kinds are added over time: show those you do not know as unsupported.',
  types: () => [RecalledContent, DeletedContent, ...contentTypes.values()],
  resolveType: (said) => {
    if (isMessage(said) && said.deletedAt) return DeletedContent;
    if (isMessage(said) && said.recalledAt) return RecalledContent;
    return contentTypes.get(said.kind);
  },
});
