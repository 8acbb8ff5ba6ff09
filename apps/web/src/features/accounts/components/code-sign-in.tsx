'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useCaptcha } from '../captcha';
import { requestCode, type SentCode, signInWithCode } from '../codes';
import { CodeAddress } from './code-address';
import { CodeStep } from './code-step';

type CodeSignInProps = {
  kind: 'email' | 'phone';
  countryKnown: boolean;
  onDone: () => void;
};

/** Signs in without a password: an address, then the code that was sent there. */
export function CodeSignIn({ kind, countryKnown, onDone }: CodeSignInProps) {
  const t = useTranslations('codes');
  const captcha = useCaptcha();
  const [address, setAddress] = useState('');
  const [sent, setSent] = useState<SentCode | null>(null);
  const send = (to: string) => requestCode(captcha, 'SIGN_IN', to);

  if (!sent)
    return (
      <CodeAddress
        kind={kind}
        countryKnown={countryKnown}
        initial={address}
        captcha={captcha}
        onSend={send}
        onSent={(to, done) => {
          setAddress(to);
          setSent(done);
        }}
      />
    );
  return (
    <CodeStep
      sent={sent}
      submitLabel={t('signIn')}
      onCode={async (code) => {
        const outcome = await signInWithCode({ address, code });
        if (outcome.ok) onDone();
        return outcome;
      }}
      onResend={async () => {
        const outcome = await send(address);
        if (outcome.ok) setSent(outcome.done);
        return outcome;
      }}
      aside={
        <Button variant="link" size="small" className="-me-3" onClick={() => setSent(null)}>
          {t(`another.${kind}`)}
        </Button>
      }
    >
      {t.rich('sentIfKnown', {
        address: sent.sentTo,
        b: (chunks) => <b className="font-medium text-ink">{chunks}</b>,
      })}
    </CodeStep>
  );
}
