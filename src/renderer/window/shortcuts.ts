import { useEffect, useRef } from 'react';

/** Every shortcut of the window. `ctrl` is Command on a Mac. */
export const SHORTCUTS = {
  capture: { ctrl: true, shift: true, key: 's' },
  address: { ctrl: true, shift: false, key: 'l' },
  search: { ctrl: true, shift: false, key: 'k' },
  'new-tab': { ctrl: true, shift: true, key: 'e' },
  'capture-all': { ctrl: true, shift: true, key: 'a' },
  cases: { ctrl: true, shift: false, key: 'b' },
  inspector: { ctrl: true, shift: false, key: 'i' },
  shortcuts: { ctrl: false, shift: true, key: '?' },
} as const satisfies Readonly<Record<string, Shortcut>>;

interface Shortcut {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly key: string;
}

export type ShortcutName = keyof typeof SHORTCUTS;
/** In the order of the list that `?` shows. */
export const SHORTCUT_NAMES: readonly ShortcutName[] = [
  'capture',
  'capture-all',
  'address',
  'new-tab',
  'search',
  'cases',
  'inspector',
  'shortcuts',
];

const handlers: { readonly name: ShortcutName; readonly run: () => void }[] = [];

/** While the component is shown, `run` answers the shortcut; the newest one wins. */
export function useShortcut(name: ShortcutName, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const handler = { name, run: () => latest.current() };
    handlers.push(handler);
    return () => void handlers.splice(handlers.indexOf(handler), 1);
  }, [name]);
}

/** Runs what a key asks for. True when somebody answered. For a picture of a page that has the focus: called before it takes the key. */
export function answerShortcut(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): boolean {
  const name = SHORTCUT_NAMES.find((known) => isPressed(SHORTCUTS[known], event));
  const handler = handlers.findLast((other) => other.name === name);
  handler?.run();
  return handler !== undefined;
}

/** Answers shortcuts of the whole window. */
export function useWindowShortcuts(): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      // A single character belongs to the field that is being typed in.
      if (!event.ctrlKey && !event.metaKey && isTyping(event.target)) return;
      if (!event.defaultPrevented && answerShortcut(event)) event.preventDefault();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

function isPressed(shortcut: Shortcut, event: Parameters<typeof answerShortcut>[0]): boolean {
  const ctrl = event.ctrlKey || event.metaKey;
  // Where `?` lies depends on the keyboard: what was typed counts, not whether Shift was needed.
  const shift = shortcut.key === '?' || event.shiftKey === shortcut.shift;
  return event.key.toLowerCase() === shortcut.key && ctrl === shortcut.ctrl && shift && !event.altKey;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
