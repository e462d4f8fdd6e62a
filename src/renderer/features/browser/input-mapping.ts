import type { TabInput } from '../../../core/model/page-view.ts';

type Modifiers = NonNullable<Extract<TabInput, { kind: 'key' }>['modifiers']>;

export interface ModifierKeys {
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  getModifierState(key: 'AltGraph'): boolean;
}

/** Where the picture stands on the screen, and how many CSS pixels of the page it shows. */
export interface PicturePlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Held modifiers. AltGr types a character: with Ctrl and Alt beside it the page would take it for a command. */
export function modifiersOf(event: ModifierKeys): Modifiers | undefined {
  const graph = event.getModifierState('AltGraph');
  const held: Modifiers = {
    ...(event.altKey && !graph ? { alt: true } : {}),
    ...(event.ctrlKey && !graph ? { ctrl: true } : {}),
    ...(event.metaKey ? { meta: true } : {}),
    ...(event.shiftKey ? { shift: true } : {}),
  };
  return Object.keys(held).length === 0 ? undefined : held;
}

/** Place in the view, in its CSS pixels. Outside is its edge: a drag that leaves the picture goes on there. */
export function pointIn(place: PicturePlace, clientX: number, clientY: number): { readonly x: number; readonly y: number } {
  return { x: bound(clientX - place.left, place.width), y: bound(clientY - place.top, place.height) };
}

function bound(value: number, length: number): number {
  return Math.min(Math.max(0, length - 1), Math.max(0, Math.round(value * 100) / 100));
}

const BUTTONS = ['left', 'middle', 'right'] as const;

export interface MouseLike extends ModifierKeys {
  readonly clientX: number;
  readonly clientY: number;
  readonly button: number;
  readonly buttons: number;
  readonly detail: number;
}

export function mouseInput(act: 'move' | 'down' | 'up', event: MouseLike, place: PicturePlace): TabInput | undefined {
  const button = act === 'move' ? heldButton(event.buttons) : BUTTONS[event.button];
  // Back and forward buttons of a mouse are for the app, not for the page.
  if (button === undefined) return undefined;
  const modifiers = modifiersOf(event);
  const clicks = act === 'move' ? 0 : Math.min(3, Math.max(1, event.detail));
  return {
    kind: 'mouse',
    act,
    ...pointIn(place, event.clientX, event.clientY),
    button,
    clicks,
    ...(modifiers === undefined ? {} : { modifiers }),
  };
}

function heldButton(buttons: number): 'none' | 'left' | 'middle' | 'right' {
  if ((buttons & 1) !== 0) return 'left';
  if ((buttons & 4) !== 0) return 'middle';
  return (buttons & 2) === 0 ? 'none' : 'right';
}

export interface WheelLike extends ModifierKeys {
  readonly clientX: number;
  readonly clientY: number;
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0: pixels, 1: lines, 2: pages. */
  readonly deltaMode: number;
}

const LINE_PX = 40;

export function wheelInput(event: WheelLike, place: PicturePlace): TabInput {
  const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE_PX : place.height;
  const modifiers = modifiersOf(event);
  return {
    kind: 'wheel',
    ...pointIn(place, event.clientX, event.clientY),
    deltaX: event.deltaX * unit,
    deltaY: event.deltaY * unit,
    ...(modifiers === undefined ? {} : { modifiers }),
  };
}

export interface KeyLike extends ModifierKeys {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
  readonly isComposing: boolean;
}

/**
 * Whose a key is: the page's (`page`), the input field's (`field`: input methods, dead keys, paste), or the clipboard's (`copy`, `cut`).
 * Shortcuts of the app were answered before.
 */
export function ownerOfKey(event: KeyLike): 'page' | 'field' | 'copy' | 'cut' {
  if (event.isComposing || event.key === 'Process' || event.key === 'Dead' || event.key === 'Unidentified') return 'field';
  if (event.getModifierState('AltGraph') || event.altKey || !(event.ctrlKey || event.metaKey)) return 'page';
  const key = event.key.toLowerCase();
  // With Shift too: paste without formats.
  if (key === 'v') return 'field';
  if (event.shiftKey) return 'page';
  if (key === 'c' || key === 'insert') return 'copy';
  return key === 'x' ? 'cut' : 'page';
}

export function keyInput(act: 'down' | 'up', event: KeyLike): TabInput {
  const modifiers = modifiersOf(event);
  return {
    kind: 'key',
    act,
    key: event.key.slice(0, 50),
    code: event.code.slice(0, 50),
    repeat: act === 'down' && event.repeat,
    ...(modifiers === undefined ? {} : { modifiers }),
  };
}

/** Inputs that may be taken together before they are sent: of moves the last, of turns of the wheel the sum. */
export function joinInput(earlier: TabInput, later: TabInput): TabInput | undefined {
  if (earlier.kind === 'mouse' && later.kind === 'mouse') {
    return earlier.act === 'move' && later.act === 'move' && earlier.button === later.button ? later : undefined;
  }
  if (earlier.kind !== 'wheel' || later.kind !== 'wheel') return undefined;
  return { ...later, deltaX: earlier.deltaX + later.deltaX, deltaY: earlier.deltaY + later.deltaY };
}
