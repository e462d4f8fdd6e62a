import { PugmarkError } from '../../core/errors.ts';

/** A key on a card, as a PKCS#11 URI (RFC 7512) names it. */
export interface CardKey {
  /** Path of the vendor's module. */
  readonly modulePath: string;
  readonly token?: string;
  readonly slot?: number;
  /** Hex digits of CKA_ID. */
  readonly id?: string;
  /** CKA_LABEL. */
  readonly object?: string;
}

/**
 * `pkcs11:token=T;id=%01?module-path=/usr/lib/module.so`. Throws `usage`, also for a PIN in it: that would stand in the shell's history and in the list of
 * processes.
 */
export function parseCardUri(uri: string): CardKey {
  const match = /^pkcs11:([^?]*)(?:\?(.*))?$/s.exec(uri);
  if (match === null) throw wrong('It does not begin with pkcs11:');
  const path = readParts(match[1] ?? '', ';');
  const query = readParts(match[2] ?? '', '&');
  if (query.has('pin-value') || path.has('pin-value'))
    throw wrong('It holds a PIN: give that when you are asked for it, or in PUGMARK_PIN');
  for (const name of [...path.keys(), ...query.keys()]) {
    if (!['token', 'id', 'object', 'type', 'slot-id', 'module-path'].includes(name)) throw wrong(`${name} is not understood here`);
  }
  const modulePath = query.get('module-path')?.text;
  if (modulePath === undefined || modulePath === '') throw wrong('It does not name the module (?module-path=...)');
  const [token, object, id, slot] = [path.get('token')?.text, path.get('object')?.text, path.get('id')?.hex, path.get('slot-id')?.text];
  if (id === undefined && object === undefined) throw wrong('It names no key: give id=%.. or object=...');
  if (slot !== undefined && !/^\d{1,10}$/.test(slot)) throw wrong('slot-id is no number');
  return {
    modulePath,
    ...(token === undefined ? {} : { token }),
    ...(slot === undefined ? {} : { slot: Number(slot) }),
    ...(id === undefined ? {} : { id }),
    ...(object === undefined ? {} : { object }),
  };
}

function readParts(text: string, separator: string): ReadonlyMap<string, { readonly text: string; readonly hex: string }> {
  const parts = new Map<string, { text: string; hex: string }>();
  for (const part of text.split(separator).filter((one) => one !== '')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at);
    if (at < 1 || parts.has(name)) throw wrong(`"${part.slice(0, 40)}" is no attribute of a key, or comes twice`);
    parts.set(name, decode(part.slice(at + 1)));
  }
  return parts;
}

function decode(value: string): { readonly text: string; readonly hex: string } {
  const bytes: number[] = [];
  for (const piece of value.match(/%[0-9A-Fa-f]{2}|[\s\S]/gu) ?? []) {
    if (piece.length === 3 && piece.startsWith('%')) bytes.push(Number.parseInt(piece.slice(1), 16));
    else bytes.push(...Buffer.from(piece, 'utf8'));
  }
  const all = Buffer.from(bytes);
  return { text: all.toString('utf8'), hex: all.toString('hex') };
}

function wrong(why: string): PugmarkError {
  return new PugmarkError(
    'usage',
    `No key on a card is named by this: ${why}. Write pkcs11:token=NAME;id=%01?module-path=/path/of/module.so`,
  );
}
