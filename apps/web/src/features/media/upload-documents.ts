import { graphql } from '@/lib/graphql';

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
