/** For whom a package is made. */
export const PROFILES = ['prosecutor', 'interpol', 'europol', 'disclosure', 'archive', 'platform', 'pattern'] as const;
export type Profile = (typeof PROFILES)[number];

/** A part that a package may hold. Closed: what no profile names goes into no package. */
export const PACKAGE_PARTS = [
  'exhibits',
  'secrets',
  'operator-environment',
  'custody',
  'time',
  'statements-entities',
  'forms',
  'report',
  'graph',
  'viewer',
] as const;
export type PackagePart = (typeof PACKAGE_PARTS)[number];

/** `complete`: this release makes packages of this profile. */
export interface ProfileRule {
  readonly complete: boolean;
  readonly parts: readonly PackagePart[];
}

/**
 * The closed list of parts per profile (docs/formats/package.md). A part whose content a case does not have yields no file; a part
 * that a profile does not name is never written.
 */
export const PROFILE_RULES: Readonly<Record<Profile, ProfileRule>> = {
  prosecutor: {
    complete: true,
    parts: ['exhibits', 'operator-environment', 'custody', 'time', 'statements-entities', 'forms', 'report', 'graph', 'viewer'],
  },
  interpol: { complete: false, parts: ['exhibits', 'custody', 'time', 'statements-entities', 'forms', 'report', 'graph', 'viewer'] },
  europol: { complete: false, parts: ['exhibits', 'custody', 'time', 'statements-entities', 'forms', 'report', 'graph', 'viewer'] },
  disclosure: { complete: false, parts: ['exhibits', 'custody', 'time', 'statements-entities', 'forms', 'report', 'graph', 'viewer'] },
  archive: {
    complete: false,
    parts: ['exhibits', 'secrets', 'operator-environment', 'custody', 'time', 'statements-entities', 'forms', 'report', 'graph', 'viewer'],
  },
  platform: { complete: false, parts: ['forms'] },
  pattern: { complete: false, parts: ['forms'] },
};
