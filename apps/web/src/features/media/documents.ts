import { graphql } from '@/lib/graphql';

/** The same for everybody who may see it: addresses are asked again each time one is opened. */
export const Media_image = graphql(`
  fragment Media_image on Image @_unmask {
    id
    fileName
    width
    height
    placeholder
    animated
    url
  }
`);

export const Media_video = graphql(`
  fragment Media_video on Video @_unmask {
    id
    fileName
    width
    height
    durationMs
    placeholder
    posterUrl
    url
  }
`);

export const Media_file = graphql(`
  fragment Media_file on File @_unmask {
    id
    fileName
    bytes
    url
  }
`);
