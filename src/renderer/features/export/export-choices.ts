import type { ExportRequestInput } from '../../../rpc/contract/packages.ts';
import type { Settings } from '../../../rpc/contract/station.ts';

/** What the person has chosen. `exhibits` undefined: all of the case. */
export interface ExportChoices {
  readonly exhibits: readonly string[] | undefined;
  readonly language: Settings['language'];
  readonly report: boolean;
  readonly recipient: string;
  readonly purpose: string;
}

/** The request of these choices. Only the profile for the prosecutor is made by this release. */
export function buildRequest(reference: string, choices: ExportChoices): ExportRequestInput {
  const { exhibits, language, report } = choices;
  const recipient = choices.recipient.trim();
  const purpose = choices.purpose.trim();
  return {
    case: reference,
    profile: 'prosecutor',
    language,
    report,
    ...(exhibits === undefined ? {} : { exhibits: [...exhibits] }),
    ...(recipient === '' ? {} : { recipient }),
    ...(purpose === '' ? {} : { purpose }),
  };
}
