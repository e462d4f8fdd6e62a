/** What can name a person, or lead to one. Closed. */
export const PERSONAL_DATA_KINDS = [
  'email',
  'phone',
  'handle',
  'account-address',
  'iban',
  'wallet',
  'ip-address',
  /** A name, alias, handle, address, number ... that this case knows. */
  'known-value',
  /** No picture goes out: nobody can tell by its bytes whether it shows a face or a number. */
  'picture',
  /** What cannot be read cannot be said to be free of personal data. */
  'unreadable',
] as const;
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number];

/** Where something was found, and of which kind; never the thing itself, since findings stand in logs and messages. */
export interface PersonalDataFinding {
  /** Path of the file; `file <n>` when the path itself is what was found. */
  readonly path: string;
  /** Within it: `text`, `name`, `word/document.xml > text`, `stream 12 > strings`. */
  readonly place: string;
  readonly kind: PersonalDataKind;
}
