import { useEffect } from 'react';
import { useCall } from '../rpc/use-call.ts';

/**
 * Lets the browser ask before this window is closed while work is under way: in the workstation shell the app ends with its window.
 * In Electron the same would keep the window from closing without a word.
 */
export function useUnloadQuestion(): void {
  const shell = useCall('station.read', {}).data?.shell;
  const jobs = useCall('jobs.list', {}).data ?? [];
  const captures = useCall('captures.list', {}).data ?? [];
  const isBusy =
    jobs.some(({ kind, state }) => kind === 'export' && state === 'running') ||
    captures.some(({ state }) => state === 'running' || state === 'stopping');
  const asks = shell === 'workstation' && isBusy;
  useEffect(() => {
    if (!asks) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [asks]);
}
