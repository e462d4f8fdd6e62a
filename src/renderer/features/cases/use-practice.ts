import type { PugmarkError } from '../../../core/errors.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { sayError } from '../../ui/error-panel.tsx';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { callKey } from '../../rpc/use-call.ts';
import { showScreen } from '../../window/use-screen.ts';
import { useWindowState } from '../../window/window-state.ts';

/** Starts the practice market and goes to its front page, or to the tabs that are open in the practice case. */
export function usePractice(): { readonly start: () => void; readonly isPending: boolean } {
  const texts = useTexts();
  const client = useClient();
  const cache = useQueryClient();
  const tell = useWindowState((state) => state.tell);
  const { mutate, isPending } = useMutation<string, PugmarkError>({
    mutationFn: async () => {
      const { url, case: reference } = await client.call('practice.start', {});
      const { tabs } = await client.call('browser.open', { case: reference });
      if (tabs.length === 0) await client.call('tabs.open', { case: reference, url });
      return reference;
    },
    // These two hang on the act: the screen that began it may be gone.
    onSuccess: async (reference) => {
      const stale = (['cases.list', 'station.read', 'browser.open', 'tabs.list'] as const).map((name) =>
        cache.invalidateQueries({ queryKey: callKey(name) }),
      );
      await Promise.all(stale);
      showScreen({ name: 'browser', case: reference });
    },
    onError: (error) => tell({ kind: 'bad', text: sayError(texts, error) }),
  });
  return { start: () => mutate(), isPending };
}
