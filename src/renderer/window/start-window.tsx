import { createRoot } from 'react-dom/client';
import type { RpcClient } from '../../rpc/client-port.ts';
import { LANGUAGES } from '../../rpc/contract/station.ts';
import { createI18n } from '../i18n/catalogues.ts';
import { createAnswerCache, followEvents } from '../rpc/event-updates.ts';
import { App } from './app.tsx';

/** Shows the app in `root`, with this client behind it. Until its settings are read it speaks the language of the system. */
export function startWindow(root: HTMLElement, client: RpcClient): void {
  const language = LANGUAGES.find((known) => navigator.language.startsWith(known)) ?? 'en';
  const cache = createAnswerCache();
  followEvents(client, cache);
  createRoot(root).render(<App client={client} cache={cache} words={createI18n(language)} />);
}
