import type { UtcTime } from '../../core/clock.ts';
import { localeOf, type Texts } from './texts.ts';

/** `22 November 2026, 01:53:50 UTC`. */
export function formatUtc(texts: Texts, time: UtcTime): string {
  return `${formatIn(texts, time, 'UTC')} UTC`;
}

/** `22 November 2026, 02:53:50 (Europe/Brussels, GMT+1)`; undefined for a time zone that nobody knows. */
export function formatLocal(texts: Texts, time: UtcTime, timeZone: string): string | undefined {
  if (!isTimeZone(timeZone)) return undefined;
  const offset = new Intl.DateTimeFormat(localeOf(texts.language), { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date(time))
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', 'UTC');
  return `${formatIn(texts, time, timeZone)} (${[timeZone, offset].filter(Boolean).join(', ')})`;
}

/** `2026-11-22 01:53:50`, for columns of times that all are UTC. */
export function formatUtcShort(time: UtcTime): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}`;
}

/** `1.3 MB`; steps of 1000. */
export function formatBytes(texts: Texts, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = units[step] ?? 'byte';
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step < 2 ? 0 : 1 } as const;
  return new Intl.NumberFormat(localeOf(texts.language), options).format(bytes / 1000 ** step);
}

/** `a, b and c`. */
export function formatList(texts: Texts, items: readonly string[]): string {
  return new Intl.ListFormat(localeOf(texts.language), { type: 'conjunction' }).format(items);
}

/** `French` for `fr`; the tag itself where nobody has a name for it. */
export function sayLanguage(texts: Texts, tag: string): string {
  try {
    return new Intl.DisplayNames(localeOf(texts.language), { type: 'language', fallback: 'code' }).of(tag) ?? tag;
  } catch {
    // RangeError: no language tag.
    return tag;
  }
}

/** First 16 hexadecimal digits. */
export function shortDigest(digest: string): string {
  return hexOf(digest).slice(0, 16);
}

export function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}

export function isUtcZone(timeZone: string): boolean {
  return /^(etc\/)?(utc|gmt|uct|universal|zulu)$/i.test(timeZone);
}

function formatIn(texts: Texts, time: UtcTime, timeZone: string): string {
  const date = new Date(time);
  const locale = localeOf(texts.language);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(date);
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23', timeZone }).format(date);
  return `${day}, ${clock}`;
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    // RangeError: not in the time zone database of this runtime.
    return false;
  }
}
