import { assertNever } from '../errors.ts';
import type { CaptureRecord } from '../model/capture-record.ts';
import { findSeller } from '../model/find-seller.ts';
import type { CaseStatement } from '../statements/case-statement.ts';
import type { StatementContent } from '../statements/statement.ts';

/** Parts of a person's name are looked for by themselves from this length on. */
const MIN_NAME_PART = 3;

/** What the statements of a case tell of persons, accounts, firms and ways to reach them: also those that were replaced or withdrawn. */
export function knownValuesOfStatements(statements: readonly CaseStatement[]): readonly string[] {
  return [...new Set(statements.flatMap(({ statement, author }) => [author, ...valuesOf(statement.content)]))];
}

/** What a sealed page tells: who sells, and its own addresses. */
export function knownValuesOfRecord({ observation }: CaptureRecord): readonly string[] {
  const { address, page } = observation;
  const seller = page === undefined ? undefined : findSeller(page);
  return given([seller, address.requestedUrl, address.documentUrl, address.shownUrl]);
}

function valuesOf(content: StatementContent): readonly string[] {
  switch (content.kind) {
    case 'person': {
      const { names, aliases = [], address, born, identifiers = [] } = content.fields;
      // A year alone is a number like any other.
      return given([
        ...names,
        ...names.flatMap(partsOf),
        ...aliases,
        ...identifiers,
        address,
        (born?.length ?? 0) >= 10 ? born : undefined,
      ]);
    }
    case 'account': {
      const { accountId, displayName, url } = content.fields;
      return given([accountId, displayName, url, url === undefined ? undefined : accountOf(url)]);
    }
    case 'organisation': {
      const { legalName, tradeName, registrationNumber, vat, address } = content.fields;
      return given([legalName, tradeName, registrationNumber, vat, address]);
    }
    case 'means-of-communication': {
      const { shown, normalised } = content.fields;
      return given([shown, normalised, shown.startsWith('@') ? shown.slice(1) : undefined, accountOf(normalised ?? shown)]);
    }
    case 'item':
      return content.fields.marks ?? [];
    case 'location': {
      const { shown } = content.fields;
      // With a house number or a postcode it is an address; a town alone is not.
      return given([shown !== undefined && /\d/.test(shown) ? shown : undefined]);
    }
    case 'translation':
    case 'identification':
      return given([content.fields.by]);
    case 'event':
    case 'relation':
    case 'truth':
    case 'corroboration':
      return [];
    default:
      return assertNever(content);
  }
}

function partsOf(name: string): readonly string[] {
  return name.split(/[\s,.]+/).filter((part) => part.length >= MIN_NAME_PART);
}

/** The last part of an address, where sites put the name of an account. */
function accountOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const last = new URL(address).pathname.split('/').findLast((part) => part !== '');
  return last === undefined || last.length < MIN_NAME_PART ? undefined : last.replace(/^@/, '');
}

function given(values: readonly (string | undefined)[]): readonly string[] {
  return values.filter((value) => value !== undefined);
}
