import { OfflineApp } from './offline-app';

/**
 * The page that the service worker keeps and opens at any address of the app where there is no network. The server puts
 * nothing of anybody into it.
 */
export default function OfflinePage() {
  return <OfflineApp />;
}
