'use client';

import { DataExportSection } from './data-export-section';
import { DeleteAccountSection } from './delete-account-section';

/** What a person can do with all of their data at once. */
export function PersonalDataSettings() {
  return (
    <>
      <DataExportSection />
      <DeleteAccountSection />
    </>
  );
}
