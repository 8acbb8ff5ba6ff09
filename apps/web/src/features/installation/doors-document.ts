import { graphql } from '@/lib/graphql';

/** What the doors show. There is one installation, so an answer or an event about it is the same entity. */
export const Installation_fields = graphql(`
  fragment Installation_fields on Installation @_unmask {
    id
    name
    welcome
    supportContact
    registration
    emailDomains
    strangersMayWrite
  }
`);

export const DoorsQuery = graphql(
  `
  query Installation_doors {
    installation {
      ...Installation_fields
    }
  }
`,
  [Installation_fields],
);
