import type { TimeSettings } from '../core/model/time-settings.ts';
import { DEFAULT_AUTHORITIES } from '../core/timestamp/default-authorities.ts';

/** Whom a new vault asks for the time, unless it is made without: written into its settings once, and the vault's from then on. */
export const DEFAULT_TIME_SETTINGS: TimeSettings = {
  format: 'time-settings/v1',
  authorities: DEFAULT_AUTHORITIES.map((authority) => ({ ...authority, roots: [...authority.roots], enabled: true })),
  clock: {
    // Institutes that keep the legal time of their countries.
    sntp: ['ntp.oma.be', 'ptbtime1.ptb.de', 'ntp.vsl.nl'],
    http: ['https://www.ptb.de/', 'https://www.bipm.org/'],
  },
};
