import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { StrictMode, useEffect, type ReactNode } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';
import { I18nextProvider } from 'react-i18next';
import type { RpcClient } from '../../rpc/client-port.ts';
import { localeOf } from '../i18n/formats.ts';
import { ClientContext } from '../rpc/client-context.tsx';
import { useCall } from '../rpc/use-call.ts';
import { useTheme } from '../theme/theme.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Gate } from './gate.tsx';
import { Notices } from './notices.tsx';
import { useWindowShortcuts } from './shortcuts.ts';

interface AppProps {
  readonly client: RpcClient;
  readonly cache: QueryClient;
  readonly words: i18n;
}

/** The window, with everything that its parts need around them. */
export function App({ client, cache, words }: AppProps): ReactNode {
  return (
    <StrictMode>
      <ClientContext value={client}>
        <QueryClientProvider client={cache}>
          <I18nextProvider i18n={words}>
            <Window words={words} />
          </I18nextProvider>
        </QueryClientProvider>
      </ClientContext>
    </StrictMode>
  );
}

function Window({ words }: { readonly words: i18n }): ReactNode {
  const settings = useCall('settings.read', {}).data;
  const { language } = useTexts();
  useTheme(settings?.theme ?? 'system');
  useEffect(() => {
    if (settings !== undefined) void words.changeLanguage(settings.language);
  }, [settings, words]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useWindowShortcuts();
  return (
    <I18nProvider locale={localeOf(language)}>
      <RouterProvider navigate={(path) => void (location.hash = path.replace(/^[^#]*/, ''))}>
        <Gate />
        <Notices />
      </RouterProvider>
    </I18nProvider>
  );
}
