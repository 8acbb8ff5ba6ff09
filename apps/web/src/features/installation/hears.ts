import { graphql } from '@/lib/graphql';
import { Installation_fields } from './doors-document';

/** Account stream. */
export const Hears_InstallationChanged = graphql(
  `
  fragment Hears_InstallationChanged on InstallationChanged @_unmask {
    installation {
      ...Installation_fields
    }
  }
`,
  [Installation_fields],
);

/** Account stream. An administrator sees the organisation, position or not. */
export const Hears_AdministratorAppointed = graphql(`
  fragment Hears_AdministratorAppointed on AdministratorAppointed @_unmask {
    viewer {
      id
      administrator
      organisation {
        id
      }
    }
  }
`);

/** Account stream. */
export const Hears_AdministratorDismissed = graphql(`
  fragment Hears_AdministratorDismissed on AdministratorDismissed @_unmask {
    viewer {
      id
      administrator
      organisation {
        id
      }
    }
  }
`);
