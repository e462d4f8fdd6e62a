import type { UtcTime } from '../../core/clock.ts';
import type { Language } from './catalogues.ts';

/** English as Europe writes its dates. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language;
}

/** Numbers, sizes and times in the manner of a language. */
export interface Formats {
  number(value: number): string;
  /** `1.3 MB`; steps of 1000. */
  bytes(value: number): string;
  /** `12.4 s`, `320 ms`. */
  duration(ms: number): string;
  /** `22 Nov 2026, 01:53:50 UTC`. */
  utc(time: UtcTime): string;
  /** `22 Nov 2026, 02:53:50`, as the clock on the wall here. */
  local(time: UtcTime): string;
  /** The clock on the wall here shows UTC. */
  isUtcHere(time: UtcTime): boolean;
  /** A calendar day, `2026-11-22`: `22 Nov 2026`. */
  day(day: string): string;
  /** Offset and name of the zone here: `UTC+1, Europe/Brussels`. */
  zone(time: UtcTime): string;
  /** `3 hours ago`; `now` in milliseconds since 1970. */
  since(time: UtcTime, now: number): string;
  list(items: readonly string[]): string;
}

const STEPS = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Those of a language; made once, since every part of the window asks and each of these objects of the platform takes its time. */
export function formatsOf(language: Language): Formats {
  const known = made.get(language) ?? createFormats(language);
  made.set(language, known);
  return known;
}

const made = new Map<Language, Formats>();

function createFormats(language: Language): Formats {
  const locale = localeOf(language);
  const numbers = new Intl.NumberFormat(locale);
  const times = { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' } as const;
  const utc = new Intl.DateTimeFormat(locale, { ...times, timeZone: 'UTC' });
  const local = new Intl.DateTimeFormat(locale, times);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const zone = new Intl.DateTimeFormat(locale, { timeZoneName: 'shortOffset' });
  const since = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const units = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const).map(
    (unit, step) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step < 2 ? 0 : 1 }),
  );
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  // English would write '3.4 secs' and '19 byte'; the signs of the units are the same in all three languages.
  const signed = (value: number, sign: string, digits: 0 | 1): string => `${(digits === 0 ? whole : tenths).format(value)}\u00a0${sign}`;
  return {
    number: (value) => numbers.format(value),
    bytes(value) {
      if (value < 1000) return signed(value, language === 'fr' ? 'o' : 'B', 0);
      const step = Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
      return (units[step] ?? whole).format(value / 1000 ** step);
    },
    duration: (ms) => (ms < 1000 ? signed(Math.round(ms), 'ms', 0) : signed(ms / 1000, 's', ms < 10_000 ? 1 : 0)),
    utc: (time) => `${utc.format(new Date(time))} UTC`,
    local: (time) => local.format(new Date(time)),
    day: (day) => days.format(new Date(`${day}T00:00:00.000Z`)),
    isUtcHere: (time) => new Date(time).getTimezoneOffset() === 0,
    zone(time) {
      const offset = zone
        .formatToParts(new Date(time))
        .find(({ type }) => type === 'timeZoneName')
        ?.value.replace('GMT', 'UTC');
      return [offset, Intl.DateTimeFormat().resolvedOptions().timeZone].filter(Boolean).join(', ');
    },
    since(time, now) {
      const ms = Date.parse(time) - now;
      for (const [name, length] of STEPS) if (Math.abs(ms) >= length) return since.format(Math.round(ms / length), name);
      // 'now': for a minute of nothing Dutch would say 'within a minute'.
      return since.format(0, 'second');
    },
    list: (items) => list.format(items),
  };
}
