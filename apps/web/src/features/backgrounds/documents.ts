import { type FragmentOf, graphql, type ResultOf } from '@/lib/graphql';

/** What lies behind messages: the smaller forms of a picture are asked for by name. */
export const Background_shown = graphql(`
  fragment Background_shown on Background @_unmask {
    pattern
    image {
      id
      url
      placeholder
    }
  }
`);

export type ShownBackground = ResultOf<typeof Background_shown>;
export type Pattern = NonNullable<ShownBackground['pattern']>;

/** What the viewer has behind all conversations that have nothing of their own. */
export const Background_viewer = graphql(
  `
    fragment Background_viewer on Viewer @_unmask {
      id
      background {
        ...Background_shown
      }
    }
  `,
  [Background_shown],
);

/** What they have behind one; null: what they have behind all. */
export const Background_conversation = graphql(
  `
    fragment Background_conversation on Conversation @_unmask {
      id
      viewerSettings {
        background {
          ...Background_shown
        }
      }
    }
  `,
  [Background_shown],
);

export type GeneralBackground = FragmentOf<typeof Background_viewer>;
export type OwnBackground = FragmentOf<typeof Background_conversation>;

/** Account stream. */
export const Hears_BackgroundChanged = graphql(
  `
    fragment Hears_BackgroundChanged on BackgroundChanged @_unmask {
      background {
        ...Background_shown
      }
    }
  `,
  [Background_shown],
);
