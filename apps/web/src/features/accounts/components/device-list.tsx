'use client';

import { Laptop, Smartphone } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useNow } from '@/components/use-now';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate, timeAgo } from '@/lib/time-format';

const DeviceListQuery = graphql(`
  query DeviceList {
    viewer {
      id
      sessions(first: 50) {
        edges {
          node {
            id
            deviceName
            createdAt
            lastUsedAt
            lastAddress
            lastPlace {
              country
              city
              local
            }
            current
          }
        }
      }
    }
  }
`);

const RevokeOthersMutation = graphql(`
  mutation DeviceList_revokeOthers {
    revokeOtherSessions {
      revokedCount
    }
  }
`);

const RevokeMutation = graphql(`
  mutation DeviceList_revoke($input: RevokeSessionInput!) {
    revokeSession(input: $input) {
      __typename
      ... on RevokeSessionPayload {
        sessionId
      }
    }
  }
`);

type Device = ResultOf<typeof DeviceListQuery>['viewer']['sessions']['edges'][number]['node'];

/** Every place this account is signed in; each can be sent away. */
export function DeviceList() {
  const t = useTranslations('accounts.devices');
  const [{ data, error }, refetch] = useQuery({
    query: DeviceListQuery,
    requestPolicy: 'cache-and-network',
  });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (!data && error)
    return (
      <Notice
        tone="error"
        action={
          <Button size="small" onClick={reload}>
            {t('tryAgain')}
          </Button>
        }
      >
        {t('failed')}
      </Notice>
    );
  if (!data) return <Skeleton className="h-16 w-full" />;
  const devices = data.viewer.sessions.edges
    .map(({ node }) => node)
    .sort(
      (a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt.localeCompare(a.lastUsedAt),
    );
  return (
    <>
      <ul className="divide-y divide-line border-line border-b">
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} onRevoked={reload} />
        ))}
      </ul>
      {devices.length > 1 && <RevokeOthers count={devices.length - 1} onRevoked={reload} />}
    </>
  );
}

function RevokeOthers({ count, onRevoked }: { count: number; onRevoked: () => void }) {
  const t = useTranslations('accounts.devices');
  const common = useTranslations('common');
  const [{ fetching }, revoke] = useMutation(RevokeOthersMutation);
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const confirm = async () => {
    setFailed(false);
    const { error } = await revoke({});
    if (error) {
      setFailed(true);
      return;
    }
    setAsking(false);
    onRevoked();
  };
  return (
    <div className="mt-4">
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('revokeOthers')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('revokeOthersTitle')}
        description={t('revokeOthersBody', { count })}
        confirmLabel={t('revokeOthers')}
        cancelLabel={common('cancel')}
        busy={fetching}
        error={failed ? t('revokeFailed') : null}
        onConfirm={confirm}
      />
    </div>
  );
}

/** Where a device was used last, in words as far as it is known, and the address by which its owner may know it better. */
function usePlaceWords(): (device: Pick<Device, 'lastAddress' | 'lastPlace'>) => string | null {
  const t = useTranslations('accounts.devices');
  const locale = useLocale();
  return ({ lastAddress: address, lastPlace: place }) => {
    if (!address) return null;
    if (place?.local) return t('localNetwork', { address });
    if (!place?.country) return address;
    const country = new Intl.DisplayNames(locale, { type: 'region' }).of(place.country) ?? '';
    return place.city
      ? t('inCity', { city: place.city, country, address })
      : t('inCountry', { country, address });
  };
}

function DeviceRow({ device, onRevoked }: { device: Device; onRevoked: () => void }) {
  const t = useTranslations('accounts.devices');
  const locale = useLocale();
  const now = useNow();
  const placeWords = usePlaceWords();
  const [asking, setAsking] = useState(false);
  const place = placeWords(device);
  const Icon = /android|iphone|ipad|mobile/iu.test(device.deviceName) ? Smartphone : Laptop;
  return (
    <li className="flex items-center gap-4 py-3">
      <Icon className="text-ink-2" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{device.deviceName}</p>
        <p className="break-words text-ink-2 text-meta tabular-nums">
          {device.current ? (
            <span className="font-medium text-leaf-ink">{t('current')}</span>
          ) : (
            t('lastUsed', { ago: timeAgo(new Date(device.lastUsedAt), now, locale) })
          )}
          {place && ` · ${place}`}
        </p>
        <p className="text-ink-2 text-meta">
          {t('since', { date: longDate(new Date(device.createdAt), locale) })}
        </p>
      </div>
      {!device.current && (
        <Button
          size="small"
          variant="danger"
          aria-label={t('revokeNamed', { device: device.deviceName })}
          onClick={() => setAsking(true)}
        >
          {t('revoke')}
        </Button>
      )}
      <RevokeDialog device={device} open={asking} onOpenChange={setAsking} onRevoked={onRevoked} />
    </li>
  );
}

type RevokeDialogProps = {
  device: Device;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked: () => void;
};

function RevokeDialog({ device, open, onOpenChange, onRevoked }: RevokeDialogProps) {
  const t = useTranslations('accounts.devices');
  const common = useTranslations('common');
  const [{ fetching }, revoke] = useMutation(RevokeMutation);
  const [failed, setFailed] = useState(false);
  const confirm = async () => {
    setFailed(false);
    const { error } = await revoke({ input: { sessionId: device.id } });
    if (error) {
      setFailed(true);
      return;
    }
    onOpenChange(false);
    onRevoked();
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('revokeTitle', { device: device.deviceName })}
      description={t('revokeBody')}
      confirmLabel={t('revoke')}
      cancelLabel={common('cancel')}
      busy={fetching}
      error={failed ? t('revokeFailed') : null}
      onConfirm={confirm}
    />
  );
}
