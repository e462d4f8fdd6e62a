import type { Clock } from '../../core/clock.ts';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { TabIncident } from './tab.ts';

type Code = Exclude<TabIncident['code'], 'incident-limit'>;

/** Kept one by one of a kind that has no limit of its own among the capture's limits. */
const OTHERWISE = 20;
const DETAIL_CHARACTERS = 300;

/**
 * What a page tried. Bounded: a page may try the same thing a million times. The first ones of a kind are kept one by one, the
 * rest as one `incident-limit` per kind with their number. Outlives the tab.
 */
export class IncidentLog {
  readonly #clock: Clock;
  readonly #limits: Record<Code, number>;
  readonly #kept: TabIncident[] = [];
  readonly #counts = new Map<Code, { count: number; first: TabIncident['time'] }>();

  constructor(clock: Clock, limits: Pick<CaptureLimits, 'dialogs' | 'popups' | 'downloads'>) {
    this.#clock = clock;
    this.#limits = {
      dialog: limits.dialogs,
      beforeunload: limits.dialogs,
      popup: limits.popups,
      download: limits.downloads,
      permission: OTHERWISE,
      'file-chooser': OTHERWISE,
      'navigated-away': OTHERWISE,
      'close-attempt': OTHERWISE,
    };
  }

  /** `detail` may hold text of the page: it is cut and stripped of control characters here. False when only counted. */
  add(code: Code, detail: string): boolean {
    const time = this.#clock.now();
    const kind = this.#counts.get(code) ?? { count: 0, first: time };
    kind.count += 1;
    this.#counts.set(code, kind);
    const fits = kind.count <= this.#limits[code];
    if (fits) this.#kept.push({ code, detail: quotable(detail), time });
    else if (kind.count === this.#limits[code] + 1) kind.first = time;
    return fits;
  }

  count(code: Code): number {
    return this.#counts.get(code)?.count ?? 0;
  }

  /** In their order; the collapsed ones last, each with the time at which its limit was passed. */
  list(): readonly TabIncident[] {
    const collapsed = [...this.#counts].flatMap(([code, { count, first }]): TabIncident[] => {
      const more = count - this.#limits[code];
      return more <= 0
        ? []
        : [{ code: 'incident-limit', detail: `${code}: ${more} more than the ${this.#limits[code]} listed`, time: first }];
    });
    return [...this.#kept, ...collapsed];
  }
}

/** One line of a page's text that cannot disturb a terminal or a report. */
export function quotable(text: string): string {
  const cut = text.length > DETAIL_CHARACTERS ? `${text.slice(0, DETAIL_CHARACTERS)}...` : text;
  // Control characters, line separators and marks that turn the direction of writing.
  return cut.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ').toWellFormed();
}
