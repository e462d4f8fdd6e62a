import type { ArtifactRole } from '../model/artifact.ts';

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

/** Parts that a person may choose, where a profile leaves it to choice. Which were chosen stands in the seal. */
export const CHOSEN_PARTS = ['secrets', 'operator-environment'] as const satisfies readonly PackagePart[];
export type ChosenPart = (typeof CHOSEN_PARTS)[number];

/** Why a part is in a package, or is not. Closed: each has its sentence in the catalogue. */
export const PART_REASONS = [
  // It goes in.
  'of-profile',
  'chosen',
  // It stays out.
  'not-chosen',
  'nothing-there',
  'not-made-here',
  /** Values of credentials go to nobody but an archive, by an act of their own. */
  'credentials',
  /** Originals show what the defence may not see; redacted derivatives go in their place. */
  'redacted-only',
  /** The receiver needs the notice, and not the evidence. */
  'not-for-receiver',
  /** It would name somebody. */
  'personal-data',
] as const;
export type PartReason = (typeof PART_REASONS)[number];

/** What packages of a profile hold. */
export interface ProfileRule {
  /** What may lie in such a package, a part of `choices` among them. */
  readonly parts: readonly PackagePart[];
  /** Of `parts`, what a person chooses, and what holds when nobody does. All others always go in. */
  readonly choices: Readonly<Partial<Record<ChosenPart, { readonly isIn: boolean }>>>;
  /** Of all other parts, why not. */
  readonly without: Readonly<Partial<Record<PackagePart, PartReason>>>;
  /** How exhibits go in: as they were sealed, by redacted derivatives, or only as what a form says of them. */
  readonly exhibits: 'sealed' | 'redacted' | 'named-in-forms';
  /** What of the case the seal names. `nothing`: neither reference nor operator nor recipient. */
  readonly seal: 'custody' | 'case' | 'nothing';
  /** A reduced set is made beside it. */
  readonly reduced: boolean;
}

const ALL_BUT_CHOSEN = ['exhibits', 'custody', 'time', 'statements-entities', 'forms', 'report', 'graph', 'viewer'] as const;
const BY_CHOICE = { 'operator-environment': { isIn: false } } as const;

/** A notice without evidence: forms alone. */
function formsAlone(reason: PartReason, seal: 'case' | 'nothing'): ProfileRule {
  const without = Object.fromEntries(PACKAGE_PARTS.filter((part) => part !== 'forms').map((part) => [part, reason]));
  return { parts: ['forms'], choices: {}, without, exhibits: 'named-in-forms', seal, reduced: false };
}

/**
 * The closed list of parts per profile (docs/formats/package.md). It drives the export, its live list, the layout that a verifier accepts and
 * README.txt. A part whose content a case does not have yields no file; a part that a profile does not name is never written.
 */
export const PROFILE_RULES: Readonly<Record<Profile, ProfileRule>> = {
  prosecutor: {
    parts: [...ALL_BUT_CHOSEN, 'operator-environment'],
    choices: {},
    without: { secrets: 'credentials' },
    exhibits: 'sealed',
    seal: 'custody',
    reduced: false,
  },
  interpol: {
    parts: [...ALL_BUT_CHOSEN, 'operator-environment'],
    choices: BY_CHOICE,
    without: { secrets: 'credentials' },
    exhibits: 'sealed',
    seal: 'custody',
    reduced: false,
  },
  europol: {
    parts: [...ALL_BUT_CHOSEN, 'operator-environment'],
    choices: BY_CHOICE,
    without: { secrets: 'credentials' },
    exhibits: 'sealed',
    seal: 'custody',
    reduced: true,
  },
  disclosure: {
    parts: [...ALL_BUT_CHOSEN, 'operator-environment'],
    choices: BY_CHOICE,
    without: { secrets: 'credentials' },
    exhibits: 'redacted',
    seal: 'custody',
    reduced: false,
  },
  archive: {
    parts: [...ALL_BUT_CHOSEN, 'operator-environment', 'secrets'],
    choices: { secrets: { isIn: false } },
    without: {},
    exhibits: 'sealed',
    seal: 'custody',
    reduced: false,
  },
  platform: formsAlone('not-for-receiver', 'case'),
  pattern: formsAlone('personal-data', 'nothing'),
};

/** Roles that are a part of their own; all others belong to `exhibits`. */
const PART_OF_ROLE: Readonly<Partial<Record<ArtifactRole, PackagePart>>> = {
  secrets: 'secrets',
  operator: 'operator-environment',
  environment: 'operator-environment',
};

/** The part of a package that artifacts of this role belong to. */
export function partOfRole(role: ArtifactRole): PackagePart {
  return PART_OF_ROLE[role] ?? 'exhibits';
}

/** What a person chose, part by part; what nobody chose is as the profile has it. */
export type PartChoices = Readonly<Partial<Record<ChosenPart, boolean>>>;

/** Parts of a package of this profile with these choices; a choice that the profile does not leave changes nothing. */
export function resolveParts(profile: Profile, choices: PartChoices = {}): ReadonlySet<PackagePart> {
  const rule = PROFILE_RULES[profile];
  return new Set(
    rule.parts.filter((part) => {
      const choice = isChosenPart(part) ? rule.choices[part] : undefined;
      return choice === undefined || (isChosenPart(part) && (choices[part] ?? choice.isIn));
    }),
  );
}

function isChosenPart(part: PackagePart): part is ChosenPart {
  return CHOSEN_PARTS.some((chosen) => chosen === part);
}

/** Why each part is in such a package or is not, as far as profile and choice say it. */
export function explainPart(
  profile: Profile,
  part: PackagePart,
  choices: PartChoices = {},
): { readonly isIn: boolean; readonly reason: PartReason } {
  const rule = PROFILE_RULES[profile];
  const isIn = resolveParts(profile, choices).has(part);
  const isChoice = isChosenPart(part) && rule.choices[part] !== undefined;
  if (isChoice) return { isIn, reason: isIn ? 'chosen' : 'not-chosen' };
  return { isIn, reason: isIn ? 'of-profile' : (rule.without[part] ?? 'not-for-receiver') };
}
