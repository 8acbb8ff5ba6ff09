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

export const RequestUploadMutation = graphql(`
  mutation Media_requestUpload($input: RequestUploadInput!) {
    requestUpload(input: $input) {
      __typename
      ... on Error {
        rule
        message
      }
      ... on FileTooLargeError {
        limit
        size
      }
      ... on FileTypeError {
        allowed
      }
      ... on UploadLimitError {
        retryAt
      }
      ... on RequestUploadPayload {
        ticket {
          id
          url
          method
          headers {
            name
            value
          }
        }
      }
    }
  }
`);

export const ConfirmUploadMutation = graphql(`
  mutation Media_confirmUpload($input: ConfirmUploadInput!) {
    confirmUpload(input: $input) {
      __typename
      ... on Error {
        rule
        message
      }
      ... on ConfirmUploadPayload {
        media {
          __typename
          ... on Node {
            id
          }
        }
      }
    }
  }
`);
