import { make } from './elements.ts';
import { makeHostileText } from './hostile-text.ts';

/** Does something with what is being read; when that cannot be had, `place` says why. */
export function afterReading<T>(reading: Promise<T>, place: HTMLElement, act: (read: T) => void | Promise<void>): void {
  const work = async (): Promise<void> => {
    try {
      await act(await reading);
    } catch (error) {
      place.append(make('p', { class: 'problem', role: 'alert' }, makeHostileText(error instanceof Error ? error.message : String(error))));
    }
  };
  void work();
}
