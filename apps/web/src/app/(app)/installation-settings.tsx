'use client';

import { AdministratorList } from '@/features/installation/components/administrator-list';
import { InstallationForm } from '@/features/installation/components/installation-form';
import { OrganisationEditor } from '@/features/organisation/components/organisation-editor';

/** What administrators of the installation see to. */
export function InstallationSettings() {
  return (
    <>
      <InstallationForm />
      <OrganisationEditor />
      <AdministratorList />
    </>
  );
}
