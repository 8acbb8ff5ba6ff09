import { makeDataExport } from '../personal-data/service/making.ts';
import { type Unpacked, unpack } from './archives.ts';
import { graphql } from './graphql.ts';
import { download } from './media.ts';
import type { Stage } from './stage.ts';
import { expectType, type Person } from './world.ts';

const DataExportFields = graphql(`
  fragment DataExportFields on DataExport {
    id exportState requestedAt finishedAt archiveExpiresAt archiveBytes downloadUrl downloadCount
    progress { messagesDone messagesTotal filesDone filesTotal fileBytesDone fileBytesTotal }
  }
`);
const RequestDataExport = graphql(
  `
  mutation RequestDataExport {
    requestDataExport {
      __typename
      ... on Error { rule }
      ... on DataExportLimitError { limit retryAt }
      ... on RequestDataExportPayload { dataExport { ...DataExportFields } }
    }
  }
`,
  [DataExportFields],
);
const CancelDataExport = graphql(
  `
  mutation CancelDataExport($input: CancelDataExportInput!) {
    cancelDataExport(input: $input) {
      __typename
      ... on Error { rule }
      ... on CancelDataExportPayload { dataExport { ...DataExportFields } }
    }
  }
`,
  [DataExportFields],
);
const DataExports = graphql(
  `
  query DataExports {
    viewer { dataExports(first: 20) { edges { node { ...DataExportFields } } } }
  }
`,
  [DataExportFields],
);

export const tryExport = async (person: Person) =>
  (await person.ask(RequestDataExport, {})).requestDataExport;
export const askForExport = async (person: Person) =>
  expectType(await tryExport(person), 'RequestDataExportPayload').dataExport;
export const tryCancelExport = async (person: Person, dataExportId: string) =>
  (await person.ask(CancelDataExport, { input: { dataExportId } })).cancelDataExport;
export const exportsOf = async (person: Person) =>
  (await person.ask(DataExports, {})).viewer.dataExports.edges.map(({ node }) => node);

/** Asks, has it made, and answers it as it is then. */
export async function madeExport({ backend }: Pick<Stage, 'backend'>, person: Person) {
  const { id } = await askForExport(person);
  // Whatever was waiting before has its turn first.
  while (await makeDataExport(backend)) {}
  const made = (await exportsOf(person)).find((one) => one.id === id);
  if (made?.exportState !== 'READY') throw new Error(`Not ready: ${made?.exportState}`);
  return made;
}

/** Asks, has it made, downloads and unpacks it. */
export async function exported(stage: Pick<Stage, 'backend'>, person: Person): Promise<Unpacked> {
  const { downloadUrl } = await madeExport(stage, person);
  const response = await download(person, downloadUrl ?? '');
  if (response.status !== 200) throw new Error(`The archive answers ${response.status}`);
  return unpack(Buffer.from(await response.arrayBuffer()));
}
