/** One measured answer to one question, and whether it is within what was set. */
export interface BenchFinding {
  readonly question: string;
  readonly measured: string;
  /** What it should be, in words. */
  readonly bound: string;
  readonly holds: boolean;
}

/** Prints findings as lines to read. */
export function printFindings(findings: readonly BenchFinding[]): void {
  for (const { question, measured, bound, holds } of findings) {
    console.log(`  ${holds ? 'holds  ' : 'EXCEEDS'}  ${question}: ${measured}; set: ${bound}`);
  }
}
