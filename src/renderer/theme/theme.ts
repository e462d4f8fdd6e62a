import { useEffect } from 'react';
import type { Settings } from '../../rpc/contract/station.ts';

/** Writes the chosen theme to the document, and follows the system while `system` is chosen. */
export function useTheme(theme: Settings['theme']): void {
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const show = (): void => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches);
      document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    };
    show();
    system.addEventListener('change', show);
    return () => system.removeEventListener('change', show);
  }, [theme]);
}
