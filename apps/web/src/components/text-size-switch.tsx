'use client';

import { useTranslations } from 'next-intl';
import { textSizes } from './appearance';
import { useAppearance } from './appearance-provider';
import { Segmented } from './ui/segmented';

export function TextSizeSwitch() {
  const t = useTranslations('preferences');
  const { textSize, setTextSize } = useAppearance();
  const options = textSizes.map((value) => ({ value, label: t(`textSize.${value}`) }));
  return (
    <Segmented
      label={t('textSize.label')}
      value={textSize}
      onValueChange={setTextSize}
      options={options}
    />
  );
}
