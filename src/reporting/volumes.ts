import type { PackageLanguage, ReportExhibit } from '../core/package/report-input.ts';
import type { Volume } from './report-context.ts';

const EXHIBITS_PER_VOLUME = 100;
/** Of the whole pages of one exhibit, and of all exhibits of a volume: a volume stays a file that a mail system takes. */
const SHEETS_PER_EXHIBIT = 6;
const SHEETS_PER_VOLUME = 240;

/** At least one volume, also for no exhibit: the course of the case and the limits are told anyway. */
export function splitVolumes(exhibits: readonly ReportExhibit[]): readonly Volume[] {
  const count = Math.max(1, Math.ceil(exhibits.length / EXHIBITS_PER_VOLUME));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    count,
    exhibits: exhibits.slice(index * EXHIBITS_PER_VOLUME, (index + 1) * EXHIBITS_PER_VOLUME),
  }));
}

/** Sheets that the whole page of one exhibit of this volume may fill. */
export function sheetsFor({ exhibits }: Volume): number {
  return Math.max(1, Math.min(SHEETS_PER_EXHIBIT, Math.floor(SHEETS_PER_VOLUME / Math.max(1, exhibits.length))));
}

/** `report.en.v01.pdf`, in `data/`. */
export function volumeFileName(language: PackageLanguage, number: number, ending: 'pdf' | 'html'): string {
  return `report.${language}.v${String(number).padStart(2, '0')}.${ending}`;
}

/** `summary.en.pdf`, in `data/`. */
export function summaryFileName(language: PackageLanguage, ending: 'pdf' | 'html'): string {
  return `summary.${language}.${ending}`;
}
