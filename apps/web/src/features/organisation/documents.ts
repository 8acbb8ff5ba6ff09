import { PresenceAvatar_user } from '@/features/accounts/components/presence-avatar';
import { graphql } from '@/lib/graphql';

/** One department in a list. */
export const Organisation_row = graphql(`
  fragment Organisation_row on Department @_unmask {
    id
    departmentName
    memberCount
  }
`);

/** Somebody in a department. */
export const Organisation_person = graphql(
  `
  fragment Organisation_person on DepartmentMember @_unmask {
    id
    title
    head
    primary
    user {
      id
      nickname
      username
      relation
      ...PresenceAvatar_user
    }
  }
`,
  [PresenceAvatar_user],
);

export const EntryQuery = graphql(`
  query Organisation_entry {
    viewer {
      id
      organisation {
        id
        memberCount
      }
    }
  }
`);

export const TopQuery = graphql(
  `
  query Organisation_top($first: Int!, $after: String) {
    viewer {
      id
      organisation {
        id
        departments(first: $first, after: $after) {
          edges {
            node {
              ...Organisation_row
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`,
  [Organisation_row],
);

export const DepartmentQuery = graphql(`
  query Organisation_department($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Department {
        departmentName
        memberCount
        path {
          id
          departmentName
        }
      }
    }
  }
`);

export const ChildrenQuery = graphql(
  `
  query Organisation_children($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Department {
        children(first: $first, after: $after) {
          edges {
            node {
              ...Organisation_row
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`,
  [Organisation_row],
);

export const PeopleQuery = graphql(
  `
  query Organisation_people($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Department {
        people(first: $first, after: $after) {
          edges {
            node {
              ...Organisation_person
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`,
  [Organisation_person],
);

export const SearchQuery = graphql(
  `
  query Organisation_search($query: String!, $first: Int!, $after: String) {
    viewer {
      id
      organisation {
        id
        people(query: $query, first: $first, after: $after) {
          edges {
            node {
              department {
                id
                departmentName
              }
              ...Organisation_person
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`,
  [Organisation_person],
);

export const PositionsQuery = graphql(`
  query Organisation_positions($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on User {
        positions {
          id
          title
          head
          department {
            id
            departmentName
          }
        }
      }
    }
  }
`);

export const CreateDepartment = graphql(`
  mutation Organisation_create($input: CreateDepartmentInput!) {
    createDepartment(input: $input) {
      __typename
      ... on CreateDepartmentPayload {
        department {
          id
        }
      }
      ... on LimitReachedError {
        limit
      }
      ... on DepartmentTooDeepError {
        limit
      }
    }
  }
`);

export const RenameDepartment = graphql(`
  mutation Organisation_rename($input: RenameDepartmentInput!) {
    renameDepartment(input: $input) {
      __typename
      ... on RenameDepartmentPayload {
        department {
          id
          departmentName
        }
      }
    }
  }
`);

export const MoveDepartment = graphql(`
  mutation Organisation_move($input: MoveDepartmentInput!) {
    moveDepartment(input: $input) {
      __typename
      ... on MoveDepartmentPayload {
        department {
          id
        }
      }
      ... on DepartmentTooDeepError {
        limit
      }
    }
  }
`);

export const DeleteDepartment = graphql(`
  mutation Organisation_delete($input: DeleteDepartmentInput!) {
    deleteDepartment(input: $input) {
      __typename
      ... on DeleteDepartmentPayload {
        departmentId
      }
      ... on DepartmentTooDeepError {
        limit
      }
    }
  }
`);

export const AddDepartmentMembers = graphql(`
  mutation Organisation_addPeople($input: AddDepartmentMembersInput!) {
    addDepartmentMembers(input: $input) {
      __typename
      ... on AddDepartmentMembersPayload {
        department {
          id
          memberCount
        }
      }
      ... on LimitReachedError {
        limit
      }
    }
  }
`);

export const UpdateDepartmentMember = graphql(`
  mutation Organisation_updatePerson($input: UpdateDepartmentMemberInput!) {
    updateDepartmentMember(input: $input) {
      __typename
      ... on UpdateDepartmentMemberPayload {
        member {
          id
          title
          head
          primary
        }
      }
    }
  }
`);

export const RemoveDepartmentMember = graphql(`
  mutation Organisation_removePerson($input: RemoveDepartmentMemberInput!) {
    removeDepartmentMember(input: $input) {
      __typename
      ... on RemoveDepartmentMemberPayload {
        memberId
        department {
          id
          memberCount
        }
      }
    }
  }
`);
