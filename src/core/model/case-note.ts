import type { UtcTime } from '../clock.ts';
import type { ExhibitNumber } from '../ids.ts';

/** What a person wrote about a case or one of its exhibits. */
export interface CaseNote {
  /** `<origin>/<seq>` of its entry in the log. */
  readonly id: string;
  readonly exhibit?: ExhibitNumber;
  readonly time: UtcTime;
  /** Service number. */
  readonly author: string;
  readonly text: string;
}

/** From where the tab of an exhibit was opened, and what was opened from it; as far as it was captured in the case. */
export interface Openings {
  readonly openedFrom?: ExhibitNumber;
  readonly opened: readonly ExhibitNumber[];
}
