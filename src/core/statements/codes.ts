/**
 * Code lists of statements. Closed; their sources and dates stand in docs/formats/statement.md.
 */

/** Handling codes of Europol's information exchange. H3 needs a text that says the restriction. */
export const HANDLING_CODES = ['H0', 'H1', 'H2', 'H3'] as const;
export type HandlingCode = (typeof HANDLING_CODES)[number];

/** 4x4 evaluation: of the source, and of the information. */
export const SOURCE_CODES = ['A', 'B', 'C', 'X'] as const;
export const INFORMATION_CODES = ['1', '2', '3', '4'] as const;

/** Status of a person. Nobody is a suspect because an account showed an ad: the first is the default. */
export const PERSON_STATUSES = [
  'account-holder-shown-on-page',
  'suspect',
  'charged',
  'convicted',
  'contact',
  'witness',
  'victim',
  'missing',
  'unidentified',
  'deceased',
  'other',
] as const;

export const MEANS_OF_COMMUNICATION = ['phone', 'email', 'handle', 'url', 'messenger', 'ip', 'wallet', 'iban', 'other'] as const;

export const ITEM_KINDS = ['specimen', 'product', 'parcel', 'permit', 'cage', 'device', 'other'] as const;

/** Units of CITES reports (Regulation (EC) 865/2006, Annex VII). */
export const ITEM_UNITS = ['no.', 'g', 'kg', 'l', 'ml', 'cm3', 'm', 'm2', 'm3'] as const;

export const EVENT_TYPES = ['ad-posted', 'seen', 'captured', 'edited', 'removed', 'contacted', 'seized', 'other'] as const;

export const RELATION_TYPES = [
  'uses',
  'offers',
  'located-at',
  'ships-to',
  'member-of',
  'part-of',
  'contact-of',
  'same-as',
  'other',
] as const;

/** What is thought of whether a displayed or asserted thing is true. */
export const TRUTH_OPINIONS = ['not-assessed', 'confirmed', 'doubtful', 'refuted'] as const;
