import { builder } from '../graphql/builder.ts';
import type { ReadyPreview } from './access.ts';
import { SUMMARY_MAX } from './page.ts';

/** No root field and no place of its own: later domains say where a preview belongs. */
export const LinkPreview = builder.objectRef<ReadyPreview>('LinkPreview').implement({
  description:
    'What a linked page says of itself, fetched by the server. Plain text, one line each, without control characters; whoever wrote the page wrote this.',
  fields: (t) => ({
    url: t.exposeString('url', {
      description: 'Address of the page, http or https, in its normalised form.',
    }),
    title: t.exposeString('title', {
      description: `Title, 1 to ${SUMMARY_MAX.title} Unicode code points.`,
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: `Summary, at most ${SUMMARY_MAX.description} code points; null when the page has none.`,
    }),
    siteName: t.exposeString('siteName', {
      nullable: true,
      description: `Name of the site, at most ${SUMMARY_MAX.siteName} code points; null when the page has none.`,
    }),
  }),
});
