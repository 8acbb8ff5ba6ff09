import { makeDataExport } from '../../../personal-data/service/making.ts';
import { change } from '../../convergence/scene.ts';
import { who } from '../actors.ts';
import type { ChangeRows } from '../change.ts';
import { fresh } from './accounts.ts';

export const exportChanges: ChangeRows = {
  requestDataExport: fresh(() => ({}), { of: 'all of their own data' }),
  'cancelDataExport(dataExportId:)': [
    {
      of: 'an archive of the person’s data that waits',
      input: async ({ self }) => ({ dataExportId: await change(self, 'requestDataExport', {}) }),
      may: who({ OK: ['self'] }),
    },
    {
      of: 'an archive of the person’s data that can be downloaded',
      input: async ({ self, stage }) => {
        const dataExportId = await change(self, 'requestDataExport', {});
        await makeDataExport(stage.backend);
        return { dataExportId };
      },
      may: who({ OK: ['self'] }),
    },
  ],
};
