/** One measured answer to one question, and whether it is within what was set. */
export interface BenchFinding {
  readonly question: string;
  readonly measured: string;
  /** What it should be, in words. */
  readonly bound: string;
  readonly holds: boolean;
}

/** One finding as a line to read. */
export function describeFinding({ question, measured, bound, holds }: BenchFinding): string {
  return `  ${holds ? 'holds  ' : 'EXCEEDS'}  ${question}: ${measured} (set: ${bound})`;
}
