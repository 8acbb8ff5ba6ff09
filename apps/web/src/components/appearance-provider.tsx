'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import {
  rememberLook,
  TEXT_SIZE_COOKIE,
  type TextSize,
  THEME_COOKIE,
  type Theme,
} from './appearance';

type Appearance = {
  theme: Theme;
  textSize: TextSize;
  setTheme: (theme: Theme) => void;
  setTextSize: (size: TextSize) => void;
};

const AppearanceContext = createContext<Appearance | null>(null);

export function useAppearance(): Appearance {
  const appearance = useContext(AppearanceContext);
  if (!appearance) throw new Error('useAppearance needs AppearanceProvider above it.');
  return appearance;
}

type Props = { theme: Theme; textSize: TextSize; children: ReactNode };

export function AppearanceProvider({ children, ...initial }: Props) {
  const [theme, keepTheme] = useState(initial.theme);
  const [textSize, keepTextSize] = useState(initial.textSize);

  const setTheme = useCallback((next: Theme) => {
    keepTheme(next);
    document.documentElement.dataset.theme = next;
    rememberLook(THEME_COOKIE, next);
  }, []);
  const setTextSize = useCallback((next: TextSize) => {
    keepTextSize(next);
    document.documentElement.dataset.text = next;
    rememberLook(TEXT_SIZE_COOKIE, next);
  }, []);

  const value = useMemo(
    () => ({ theme, textSize, setTheme, setTextSize }),
    [theme, textSize, setTheme, setTextSize],
  );
  return <AppearanceContext value={value}>{children}</AppearanceContext>;
}
