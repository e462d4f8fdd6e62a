import type { UtcTime } from '../core/clock.ts';
import { parseEntryLine } from '../core/custody/entry.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import type { Uuid } from '../core/ids.ts';
import { buildBagInfo, toOneLine } from '../core/package/bag/bag-info.ts';
import { packageEndSchema } from '../core/package/export-entry.ts';
import { CHOSEN_PARTS, PROFILE_RULES, resolveParts, type ChosenPart, type PartChoices, type Profile } from '../core/package/profiles.ts';
import { WITHHELD, type AnySeal, type BareSeal, type PackageSeal } from '../core/package/seal-statement.ts';
import type { ReportInput } from '../core/package/report-input.ts';
import type { CaseReader, Checkpoint, LogLine } from '../core/ports.ts';
import type { ExportRequest } from './export-run.ts';
import { countCase, type ExportSelection } from './export-selection.ts';

/** What of the parts left to choice goes in, in the order of the list. */
export function listChosen(profile: Profile, choices: PartChoices | undefined): readonly ChosenPart[] {
  const parts = resolveParts(profile, choices);
  return CHOSEN_PARTS.filter((part) => PROFILE_RULES[profile].choices[part] !== undefined && parts.has(part));
}

/** What the facts of a package come from: an export under way, or one that is only looked at. */
export interface FactsSource extends Pick<ExportRequest, 'profile' | 'recipient' | 'purpose' | 'choices'> {
  readonly store: CaseReader;
  readonly package: Uuid;
  readonly selection: ExportSelection;
  readonly createdAt: UtcTime;
  readonly operator: string;
  readonly tool: string;
  readonly checkpoint: Checkpoint;
  /** The log up to the checkpoint. */
  readonly lines: readonly LogLine[];
  readonly withheldEntries: number;
}

/**
 * What is known of a package by its export, for whom forms and reports are made. Of a profile whose seal names nothing of the case it has nothing of it
 * either, so that no form can print what the package may not hold.
 */
export function buildFacts(source: FactsSource): PackageSeal {
  const { store, profile, recipient, purpose, choices, selection, lines } = source;
  const { summary } = store;
  const named = PROFILE_RULES[profile].seal;
  const { origin, size, root } = source.checkpoint;
  const chosenParts = listChosen(profile, choices);
  return {
    format: 'package-seal/v1',
    package: source.package,
    profile,
    practice: summary.practice,
    // The package's own id is neutral: it leads to the case only for who holds its log.
    case: named === 'nothing' ? { id: source.package, reference: WITHHELD } : { id: summary.id, reference: summary.reference },
    ...(recipient === undefined || named === 'nothing' ? {} : { recipient }),
    ...(purpose === undefined || named === 'nothing' ? {} : { purpose }),
    createdAt: source.createdAt,
    operator: named === 'custody' ? source.operator : WITHHELD,
    station: store.station,
    tool: source.tool,
    scope: {
      // In the order of the selection, which is that of their numbers.
      exhibits:
        named === 'custody' ? selection.exhibits.flatMap(({ exhibit, digest }) => (digest === undefined ? [] : [{ exhibit, digest }])) : [],
      ...countCase(store.countByState()),
      erasedInCase: lines.filter(({ line }) => line.includes('"type":"exhibit.erased"')).length,
      withheldEntries: source.withheldEntries,
    },
    checkpoint: { origin, size, root },
    ...findEarlier(lines),
    ...(chosenParts.length === 0 ? {} : { chosenParts: [...chosenParts] }),
  };
}

/** What reports and forms may be told of the case beside these facts: nothing that the seal of the profile withholds. */
export function tellOfCase(
  store: CaseReader,
  profile: Profile,
  timeline: ReportInput['timeline'],
): Pick<ReportInput, 'caseTitle' | 'caseBasis' | 'timeline'> {
  if (PROFILE_RULES[profile].seal !== 'custody') return { caseTitle: WITHHELD, timeline: [] };
  const { title, basis } = store.summary;
  return { caseTitle: title, ...(basis === undefined ? {} : { caseBasis: basis }), timeline };
}

/** The seal of these facts, in the form of its profile. */
export function buildSeal(facts: PackageSeal): AnySeal {
  const { profile } = facts;
  if (profile !== 'platform' && profile !== 'pattern') return facts;
  const bare = bareOf(facts);
  if (profile === 'pattern') return { ...bare, profile, case: { reference: WITHHELD }, operator: WITHHELD };
  return { ...bare, profile, case: { reference: facts.case.reference }, ...saidOf(facts), operator: WITHHELD };
}

/** The seal of a reduced set, chosen from the package that `full` is of. */
export function buildReducedSeal(
  facts: PackageSeal,
  full: { readonly package: Uuid; readonly seal: Sha256Digest },
  limitBytes: number,
): BareSeal {
  return {
    ...bareOf(facts),
    profile: 'europol',
    case: { reference: facts.case.reference },
    ...saidOf(facts),
    operator: facts.operator,
    reduced: { ...full, limitBytes },
  };
}

function bareOf({
  format,
  package: id,
  practice,
  createdAt,
  station,
  tool,
}: PackageSeal): Omit<BareSeal, 'profile' | 'case' | 'operator' | 'recipient' | 'purpose' | 'reduced'> {
  return { format, package: id, practice, createdAt, station, tool };
}

function saidOf({ recipient, purpose }: PackageSeal): Pick<PackageSeal, 'recipient' | 'purpose'> {
  return { ...(recipient === undefined ? {} : { recipient }), ...(purpose === undefined ? {} : { purpose }) };
}

/** Packages of this case that were sealed before this one. */
function findEarlier(lines: readonly LogLine[]): Pick<PackageSeal, 'previous' | 'earlierPackages'> {
  const sealed = lines
    .filter(({ line }) => line.includes('"type":"package.sealed"'))
    .map(({ line }) => parseEntryLine(line))
    .flatMap(({ digest, details }) => {
      const id = packageEndSchema.safeParse(details).data?.package;
      return id === undefined || digest === undefined ? [] : [{ package: id, seal: digest }];
    });
  const previous = sealed.at(-1);
  return { ...(previous === undefined ? {} : { previous }), earlierPackages: sealed.length };
}

/** `bag-info.txt` */
export function buildInfo(
  seal: AnySeal,
  facts: { readonly agency: string | undefined; readonly payloadBytes: number; readonly files: number },
): Uint8Array {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Source-Organization', facts.agency],
    ['Bagging-Date', seal.createdAt.slice(0, 10)],
    ['Payload-Oxum', `${facts.payloadBytes}.${facts.files}`],
    ['Bag-Software-Agent', seal.tool],
    ['Pugmark-Package', seal.package],
    ['Pugmark-Format', 'package/v1'],
    ['Pugmark-Profile', seal.profile],
    ['Pugmark-Case', seal.case.reference],
    ['Pugmark-Seal', 'required'],
    ['Pugmark-Practice', seal.practice ? 'true' : undefined],
  ];
  // What was typed in on another day may hold what a line cannot carry; the seal and the certificate have it verbatim.
  return buildBagInfo(fields.flatMap(([label, value]) => (value === undefined ? [] : [[label, toOneLine(value)] as const])));
}
