import { graphql } from '@/lib/graphql';

/** Account stream. */
export const Hears_OrganisationJoined = graphql(`
  fragment Hears_OrganisationJoined on OrganisationJoined @_unmask {
    viewer {
      id
      organisation {
        id
      }
    }
  }
`);

/** Account stream. */
export const Hears_OrganisationLeft = graphql(`
  fragment Hears_OrganisationLeft on OrganisationLeft @_unmask {
    viewer {
      id
      organisation {
        id
      }
    }
  }
`);

/** A hint, to whoever may see the organisation. */
export const Hears_OrganisationChanged = graphql(`
  fragment Hears_OrganisationChanged on OrganisationChanged @_unmask {
    cursor
  }
`);
