import type { ExportRequestInput } from '../../../rpc/contract/packages.ts';
import type { Settings } from '../../../rpc/contract/station.ts';

/** What the person has chosen. `exhibits` undefined: all of the case. */
export interface ExportChoices {
  readonly exhibits: readonly string[] | undefined;
  readonly language: Settings['language'];
  readonly report: boolean;
  readonly recipient: string;
  readonly purpose: string;
  /** Who can read the file. */
  readonly encryption: {
    readonly way: 'none' | 'recipients' | 'passphrase';
    /** Ids of recipients of the register. */
    readonly to: readonly string[];
    readonly passphrase: string;
    readonly again: string;
  };
}

/** Anyone who holds the file. */
export const NOT_ENCRYPTED: ExportChoices['encryption'] = { way: 'none', to: [], passphrase: '', again: '' };

/** Whether it is said to whom the file is encrypted, where it is to be. */
export function isEncryptionSaid({ way, to, passphrase, again }: ExportChoices['encryption']): boolean {
  if (way === 'recipients') return to.length > 0;
  return way === 'none' || (passphrase !== '' && passphrase === again);
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
    ...encryptionOf(choices.encryption),
  };
}

function encryptionOf({ way, to, passphrase }: ExportChoices['encryption']): Pick<ExportRequestInput, 'encryption'> {
  if (way === 'recipients') return { encryption: { kind: 'recipients', to: [...to] } };
  return way === 'passphrase' ? { encryption: { kind: 'passphrase', passphrase } } : {};
}
