import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { LIST_WIDTH_COOKIE, listWidthFrom } from '@/components/appearance';
import { ListWidthProvider } from '@/components/frame/list-width';
import { readSession } from '@/lib/auth/server';
import { Providers } from '../providers';
import { Shell } from './shell';

export default async function AppLayout({ children }: { children: ReactNode }) {
  const session = await readSession();
  if (!session) redirect('/sign-in');
  const listWidth = listWidthFrom((await cookies()).get(LIST_WIDTH_COOKIE)?.value);
  return (
    <Providers viewerId={session.userId}>
      <ListWidthProvider initial={listWidth}>
        <Suspense>
          <Shell viewerId={session.userId} />
        </Suspense>
        {children}
      </ListWidthProvider>
    </Providers>
  );
}
