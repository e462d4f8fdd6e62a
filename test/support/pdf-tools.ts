import { spawnSync } from 'node:child_process';

/** Packages (Debian names: poppler-utils, qpdf) whose programs read a PDF back, independently of what made it. */
const TOOLS = ['pdfinfo', 'pdffonts', 'pdftotext', 'qpdf'];

/** False when a program is missing, and then tests that need it skip saying so; in CI nothing may skip: there it throws. */
export function hasPdfTools(): boolean {
  const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  if (missing.length > 0 && process.env['CI'] === 'true') throw new Error(`${missing.join(', ')} missing, and CI must not skip`);
  return missing.length === 0;
}

/** What a program says of a file. Throws when it fails. */
export function runPdfTool(tool: 'pdfinfo' | 'pdffonts' | 'pdftotext' | 'qpdf', ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}
