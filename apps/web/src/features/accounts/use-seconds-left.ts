import { useEffect, useState } from 'react';
import { serverNow } from '@/lib/clock';

/** No wrong clock shall keep anybody waiting for hours; the server has the last word anyway. */
const LONGEST = 120;

const secondsUntil = (instant: string | null) =>
  instant ? Math.min(LONGEST, Math.ceil((Date.parse(instant) - serverNow()) / 1_000)) : 0;

/** Whole seconds until an instant (ISO 8601), counting down to 0. */
export function useSecondsLeft(until: string | null): number {
  const [left, setLeft] = useState(() => secondsUntil(until));
  useEffect(() => {
    const end = Date.now() + secondsUntil(until) * 1_000;
    const tell = () => setLeft(Math.max(0, Math.round((end - Date.now()) / 1_000)));
    tell();
    const timer = setInterval(tell, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return Math.max(0, left);
}
