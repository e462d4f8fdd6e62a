import type { PackageFinding, PackageFindingCode } from './verdict.ts';

/** Findings with the same code that are told one by one; a hostile container may provoke hundreds of thousands. */
const MAX_PER_CODE = 100;

/** Gathers findings in the order of the checks, never more than a reader can use. */
export interface FindingList {
  add(code: PackageFindingCode, subject: string, message: string): void;
  /** One rule of a form: told with its first subject, further subjects only counted. */
  addOnce(code: PackageFindingCode, rule: string, subject: string, message: string): void;
  readonly findings: readonly PackageFinding[];
}

export function gatherFindings(): FindingList {
  const found: { code: PackageFindingCode; subject: string; message: string; more: number }[] = [];
  const perCode = new Map<PackageFindingCode, { count: number; last: { more: number } }>();
  const perRule = new Map<string, { more: number }>();
  const push = (code: PackageFindingCode, subject: string, message: string): { more: number } => {
    const seen = perCode.get(code);
    if (seen !== undefined && seen.count >= MAX_PER_CODE) {
      seen.last.more += 1;
      return seen.last;
    }
    const finding = { code, subject: shorten(subject), message, more: 0 };
    found.push(finding);
    perCode.set(code, { count: (seen?.count ?? 0) + 1, last: finding });
    return finding;
  };
  return {
    add: push,
    addOnce(code, rule, subject, message) {
      const seen = perRule.get(rule);
      if (seen === undefined) perRule.set(rule, push(code, subject, message));
      else seen.more += 1;
    },
    get findings() {
      return found.map(({ code, subject, message, more }) => ({
        code,
        subject,
        message: more === 0 ? message : `${message} (and ${more} more of this kind)`,
      }));
    },
  };
}

/** A name from a hostile container, fit for one line of text: nothing in it can write over the line. */
export function shorten(text: string): string {
  const seen = text.replaceAll(/[\p{C}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return seen.length > 300 ? `${seen.slice(0, 297)}...` : seen;
}
