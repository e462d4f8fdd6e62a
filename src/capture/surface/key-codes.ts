/** Windows virtual key codes by `KeyboardEvent.code`, as pages read them from `keyCode`. Letters and digits are computed. */
const CODES: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  NumpadEnter: 13,
  ShiftLeft: 16,
  ShiftRight: 16,
  ControlLeft: 17,
  ControlRight: 17,
  AltLeft: 18,
  AltRight: 18,
  Pause: 19,
  CapsLock: 20,
  Escape: 27,
  Space: 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Insert: 45,
  Delete: 46,
  MetaLeft: 91,
  MetaRight: 92,
  ContextMenu: 93,
  NumpadMultiply: 106,
  NumpadAdd: 107,
  NumpadSubtract: 109,
  NumpadDecimal: 110,
  NumpadDivide: 111,
  NumLock: 144,
  ScrollLock: 145,
  Semicolon: 186,
  Equal: 187,
  Comma: 188,
  Minus: 189,
  Period: 190,
  Slash: 191,
  Backquote: 192,
  BracketLeft: 219,
  Backslash: 220,
  BracketRight: 221,
  Quote: 222,
  IntlBackslash: 226,
};

/**
 * A letter's code follows what is written on the key (a French keyboard has `q` where an English one has `a`), everything else the place of
 * the key. 0: unknown.
 */
export function virtualKeyCode(key: string, code: string): number {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase().charCodeAt(0);
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return 48 + Number(digit);
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  if (pad !== undefined) return 96 + Number(pad);
  const functionKey = /^F(\d{1,2})$/.exec(code)?.[1];
  if (functionKey !== undefined) return 111 + Number(functionKey);
  return CODES[code] ?? 0;
}

/** DOM `KeyboardEvent.location`: 1 left, 2 right, 3 number pad. */
export function keyLocation(code: string): number {
  if (code.startsWith('Numpad')) return 3;
  if (/^(?:Shift|Control|Alt|Meta)Left$/.test(code)) return 1;
  return /^(?:Shift|Control|Alt|Meta)Right$/.test(code) ? 2 : 0;
}

/** What an editor does on a chord, where the browser binds it to none by itself; by lower-case key. */
const COMMANDS: Readonly<Record<string, string>> = { a: 'selectAll', c: 'copy', x: 'cut', v: 'paste', z: 'undo', y: 'redo' };

export function editingCommands(key: string, { chord, shift }: { readonly chord: boolean; readonly shift: boolean }): string[] {
  if (!chord) return [];
  const lower = key.toLowerCase();
  if (lower === 'z' && shift) return ['redo'];
  const command = COMMANDS[lower];
  return command === undefined ? [] : [command];
}
