import { describe, expect, it } from 'vitest';
import { tabInputSchema, type TabInput } from '../../src/core/model/page-view.ts';
import { completeAddress, splitAddress } from '../../src/renderer/features/browser/address-parts.ts';
import {
  keyInput,
  mouseInput,
  ownerOfKey,
  wheelInput,
  type KeyLike,
  type MouseLike,
} from '../../src/renderer/features/browser/input-mapping.ts';
import { InputQueue } from '../../src/renderer/features/browser/input-queue.ts';

const PLACE = { left: 100, top: 50, width: 800, height: 600 };
const NO_KEYS = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, getModifierState: () => false };
const mouse = (more: Partial<MouseLike> = {}): MouseLike => ({
  ...NO_KEYS,
  clientX: 300,
  clientY: 250,
  button: 0,
  buttons: 0,
  detail: 1,
  ...more,
});
const key = (more: Partial<KeyLike> = {}): KeyLike => ({ ...NO_KEYS, key: 'a', code: 'KeyA', repeat: false, isComposing: false, ...more });

const down: TabInput = { kind: 'mouse', act: 'down', x: 9, y: 0, button: 'left', clicks: 1 };

function move(x: number): TabInput {
  return { kind: 'mouse', act: 'move', x, y: 0, button: 'none', clicks: 0 };
}

function turn(deltaY: number): TabInput {
  return { kind: 'wheel', x: 0, y: 0, deltaX: 0, deltaY };
}

/** A queue whose page answers one input at a time, when it is told to. */
function makeQueue(): { readonly queue: InputQueue; readonly sent: TabInput[]; readonly answer: () => Promise<void> } {
  const sent: TabInput[] = [];
  const waiting: (() => void)[] = [];
  const queue = new InputQueue(
    (input) => {
      sent.push(input);
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    () => undefined,
  );
  const answer = async (): Promise<void> => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, sent, answer };
}

describe('mouse in the live picture', () => {
  it('is told in places of the page', () => {
    expect(mouseInput('down', mouse(), PLACE)).toEqual({ kind: 'mouse', act: 'down', x: 200, y: 200, button: 'left', clicks: 1 });
    expect(mouseInput('up', mouse({ button: 2, detail: 7, shiftKey: true }), PLACE)).toEqual({
      kind: 'mouse',
      act: 'up',
      x: 200,
      y: 200,
      button: 'right',
      clicks: 3,
      modifiers: { shift: true },
    });
  });

  it('goes on at the edge when a drag leaves the picture', () => {
    expect(mouseInput('move', mouse({ clientX: -40, clientY: 9_000, buttons: 1 }), PLACE)).toMatchObject({ x: 0, y: 599, button: 'left' });
  });

  it('keeps the back and forward buttons from the page', () => {
    expect(mouseInput('down', mouse({ button: 3 }), PLACE)).toBeUndefined();
  });

  it('turns lines and pages of the wheel into pixels', () => {
    const wheel = { ...mouse(), deltaX: 0, deltaY: 2 };
    expect(wheelInput({ ...wheel, deltaMode: 0 }, PLACE)).toMatchObject({ deltaY: 2 });
    expect(wheelInput({ ...wheel, deltaMode: 1 }, PLACE)).toMatchObject({ deltaY: 80 });
    expect(wheelInput({ ...wheel, deltaMode: 2 }, PLACE)).toMatchObject({ deltaY: 1200 });
  });
});

describe('keys in the live picture', () => {
  it('belong to the page, the clipboard, or the input field', () => {
    expect(ownerOfKey(key())).toBe('page');
    expect(ownerOfKey(key({ key: 'Tab', code: 'Tab' }))).toBe('page');
    expect(ownerOfKey(key({ key: 'c', ctrlKey: true }))).toBe('copy');
    expect(ownerOfKey(key({ key: 'X', ctrlKey: true }))).toBe('cut');
    expect(ownerOfKey(key({ key: 'v', ctrlKey: true }))).toBe('field');
    expect(ownerOfKey(key({ key: 'Process' }))).toBe('field');
    expect(ownerOfKey(key({ key: 'Dead' }))).toBe('field');
    expect(ownerOfKey(key({ isComposing: true }))).toBe('field');
  });

  it('with AltGr are characters, not commands', () => {
    const at = key({ key: '@', code: 'KeyQ', ctrlKey: true, altKey: true, getModifierState: () => true });
    expect(ownerOfKey(at)).toBe('page');
    expect(keyInput('down', at)).toEqual({ kind: 'key', act: 'down', key: '@', code: 'KeyQ', repeat: false });
    expect(keyInput('down', key({ ctrlKey: true }))).toMatchObject({ modifiers: { ctrl: true } });
  });

  it('are always what the contract takes', () => {
    for (const input of [keyInput('up', key({ key: 'x'.repeat(99), code: '' })), mouseInput('move', mouse(), PLACE)]) {
      expect(() => tabInputSchema.parse(input)).not.toThrow();
    }
  });
});

describe('inputs on their way', () => {
  it('keep their order; moves that wait become one, turns of the wheel their sum', async () => {
    const { queue, sent, answer } = makeQueue();
    for (const input of [move(1), move(2), move(3), down, turn(10), turn(5), move(4)]) queue.push(input);
    for (let i = 0; i < 5; i += 1) await answer();
    expect(sent).toEqual([move(1), move(3), down, turn(15), move(4)]);
  });

  it('are bounded while a page does not answer', async () => {
    const { queue, sent, answer } = makeQueue();
    for (let i = 0; i < 2_000; i += 1) queue.push(i % 2 === 0 ? move(i) : { kind: 'text', text: String(i) });
    for (let i = 0; i < 1_000; i += 1) await answer();
    expect(sent.length).toBeLessThan(500);
    expect(sent.at(-1)).toEqual({ kind: 'text', text: '1999' });
  });

  it('that cannot be sent end with what waited behind them', async () => {
    const failures: unknown[] = [];
    const sent: TabInput[] = [];
    const queue = new InputQueue(
      (input) => {
        sent.push(input);
        return Promise.reject(new Error('gone'));
      },
      (error) => failures.push(error),
    );
    queue.push(down);
    queue.push({ kind: 'text', text: 'a' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([down]);
    expect(failures).toHaveLength(1);
  });
});

describe('the address', () => {
  it('lets the host stand out, whatever is put before it', () => {
    expect(splitAddress('https://user:bank.example@www.login.kraampje.nl:8443/a?b#c')).toEqual({
      scheme: 'https://',
      login: 'user:bank.example@',
      subdomain: 'www.login.',
      host: 'kraampje.nl:8443',
      rest: '/a?b#c',
    });
    expect(splitAddress('https://bank.example.evil.co.uk/').host).toBe('evil.co.uk');
    expect(splitAddress('https://bank.example\\@evil.example/').host).toBe('bank.example');
    expect(splitAddress('http://192.0.2.17/x').host).toBe('192.0.2.17');
    expect(splitAddress('http://[::1]:80/x').host).toBe('[::1]:80');
    expect(splitAddress('data:text/html,https://bank.example/')).toMatchObject({ host: '', rest: 'data:text/html,https://bank.example/' });
  });

  it('keeps every character', () => {
    for (const url of ['https://a.b.c/d', 'about:blank', '', 'http://x/%E2%80%AE@y']) {
      const { scheme, login, subdomain, host, rest } = splitAddress(url);
      expect(scheme + login + subdomain + host + rest).toBe(url);
    }
  });

  it('is completed with a scheme where none was typed', () => {
    expect(completeAddress(' kraampje.nl/v/1 ')).toBe('https://kraampje.nl/v/1');
    expect(completeAddress('kraampje.nl:8080/v')).toBe('https://kraampje.nl:8080/v');
    expect(completeAddress('localhost:3000')).toBe('http://localhost:3000');
    expect(completeAddress('http://kraampje.nl')).toBe('http://kraampje.nl');
    expect(completeAddress('javascript:alert(1)')).toBe('javascript:alert(1)');
  });
});
