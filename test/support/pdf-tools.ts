import { spawnSync } from 'node:child_process';
import { findMissingPrograms } from './needs.ts';

/** Packages (Debian names: poppler-utils, qpdf) whose programs read a PDF back, independently of what made it. */
const TOOLS = ['pdfinfo', 'pdffonts', 'pdftotext', 'qpdf'];

/** Which of them are missing, in words; see `findMissingPrograms`. */
export function findMissingPdfTools(): string | undefined {
  return findMissingPrograms(...TOOLS);
}

/** What a program says of a file. Throws when it fails. */
export function runPdfTool(tool: 'pdfinfo' | 'pdffonts' | 'pdftotext' | 'qpdf', ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}
