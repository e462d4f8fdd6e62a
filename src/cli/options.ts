import { InvalidArgumentError } from '@commander-js/extra-typings';
import { DEFAULT_CAPTURE_LIMITS, type CaptureLimits } from '../core/model/limits.ts';
import { parseProfileName } from '../engine/case-profiles.ts';

/** Parsers of option values. They throw commander's InvalidArgumentError, which ends the command with exit code 2. */

/** Enough for any machine; more only makes every capture slower. */
const MAX_CONCURRENCY = 16;
const MAX_ROWS = 10_000;
const MAX_VIEWPORT_PX = 8_192;
const MAX_SECONDS = 24 * 60 * 60;

/** An empty one, as of a variable that is not set, would be the working folder. */
export function parseFolder(text: string): string {
  if (text === '') throw new InvalidArgumentError('Name a folder or a file.');
  return text;
}

export function parsePort(text: string): number {
  return parseWholeNumber(text, 1, 65_535);
}

export function parseConcurrency(text: string): number {
  return parseWholeNumber(text, 1, MAX_CONCURRENCY);
}

/** Seconds, for one whole capture. */
export function parseSeconds(text: string): number {
  return parseWholeNumber(text, 1, MAX_SECONDS);
}

export function parsePercent(text: string): number {
  return parseWholeNumber(text, 0, 100);
}

/** How many rows a list shows. */
export function parseRowLimit(text: string): number {
  return parseWholeNumber(text, 1, MAX_ROWS);
}

/** `1280x900` in CSS pixels. */
export function parseViewport(text: string): { readonly widthPx: number; readonly heightPx: number } {
  const match = /^(\d{1,5})[xX×](\d{1,5})$/.exec(text);
  const [widthPx, heightPx] = [Number(match?.[1]), Number(match?.[2])];
  const isFit = (px: number): boolean => px >= 100 && px <= MAX_VIEWPORT_PX;
  if (!isFit(widthPx) || !isFit(heightPx))
    throw new InvalidArgumentError(`Write WIDTHxHEIGHT, each from 100 to ${MAX_VIEWPORT_PX} pixels.`);
  return { widthPx, heightPx };
}

/** A BCP 47 tag such as `nl-BE`. */
export function parseLanguage(text: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(text);
    if (tag !== undefined) return tag;
  } catch {
    // Said below, in our words.
  }
  throw new InvalidArgumentError('Write a language tag such as fr or nl-BE.');
}

/** Name of a kept profile: safe as a folder name everywhere. */
export function parseSessionName(text: string): string {
  const name = parseProfileName(text);
  if (name === undefined) throw new InvalidArgumentError('Use letters, digits, - and _, at most 40.');
  return name;
}

/** `name=value`, repeatable; adds to what was given before. */
export function parseLimit(text: string, before: Partial<CaptureLimits> | undefined): Partial<CaptureLimits> {
  const match = /^([A-Za-z]+)=(\d{1,12})$/.exec(text);
  const name = match?.[1];
  const value = Number(match?.[2]);
  if (name === undefined || !isLimitName(name)) {
    throw new InvalidArgumentError(`Write NAME=NUMBER with one of: ${Object.keys(DEFAULT_CAPTURE_LIMITS).join(', ')}.`);
  }
  return { ...before, [name]: value };
}

function isLimitName(name: string): name is keyof CaptureLimits {
  return Object.hasOwn(DEFAULT_CAPTURE_LIMITS, name);
}

/** Digits alone, so that an empty text is no zero. */
function parseWholeNumber(text: string, lowest: number, highest: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= lowest && value <= highest)) throw new InvalidArgumentError(`Write a whole number from ${lowest} to ${highest}.`);
  return value;
}

/** `http://host:port` or `socks5://host:port`; a password cannot be given. */
export function parseProxy(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isProxy =
    url !== undefined && ['http:', 'https:', 'socks4:', 'socks5:'].includes(url.protocol) && url.hostname !== '' && !text.includes('@');
  if (!isProxy) throw new InvalidArgumentError('Write http://host:port or socks5://host:port, without a password.');
  return text;
}
