import type { ReportInput } from './report-input.ts';

export function buildReadMe(input: { readonly report: ReportInput; readonly hasReport: boolean }): string {
  return `${input.report.packageName}\n`;
}
