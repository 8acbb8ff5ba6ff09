import { PersonRow_user } from '@/features/contacts/components/person-row.fragment';
import { graphql } from '@/lib/graphql';
import { Installation_fields } from './doors-document';

export const StandingQuery = graphql(`
  query Installation_standing {
    viewer {
      id
      administrator
    }
  }
`);

export const AdministratorsQuery = graphql(
  `
  query Installation_administrators($first: Int!, $after: String) {
    administrators(first: $first, after: $after) {
      edges {
        node {
          id
          ...PersonRow_user
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`,
  [PersonRow_user],
);

export const UpdateInstallation = graphql(
  `
  mutation Installation_update($input: UpdateInstallationInput!) {
    updateInstallation(input: $input) {
      __typename
      ... on UpdateInstallationPayload {
        installation {
          ...Installation_fields
        }
      }
      ... on LimitReachedError {
        limit
      }
    }
  }
`,
  [Installation_fields],
);

export const AppointAdministrator = graphql(`
  mutation Installation_appoint($input: AppointAdministratorInput!) {
    appointAdministrator(input: $input) {
      __typename
      ... on AppointAdministratorPayload {
        user {
          id
        }
      }
    }
  }
`);

export const DismissAdministrator = graphql(`
  mutation Installation_dismiss($input: DismissAdministratorInput!) {
    dismissAdministrator(input: $input) {
      __typename
      ... on DismissAdministratorPayload {
        user {
          id
        }
      }
    }
  }
`);
