import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackagePart } from '../core/package/profiles.ts';
import type { ReportFile, ReportInput, StreamedFile } from '../core/package/report-input.ts';
import type { MakingOptions } from '../core/report-ports.ts';
import type { PlannedFile } from './export-bag.ts';
import type { ExportGround, ExportRequest } from './export-run.ts';

/** What is made waits as files of this export: their sizes stand at the beginning of the package. */
export async function makeFiles(
  ground: ExportGround,
  request: ExportRequest,
  made: { readonly scratchFolder: string; readonly input: ReportInput; readonly parts: ReadonlySet<PackagePart> },
): Promise<readonly PlannedFile[]> {
  const { signal, onProgress } = request;
  const input = { ...made.input, answers: request.answers ?? {} };
  const { reports, makers } = ground;
  const run: readonly (readonly [
    part: PackagePart,
    make: ((options: MakingOptions) => AsyncIterable<ReportFile | StreamedFile>) | undefined,
  ])[] = [
    ['report', reports && ((options) => reports.makeReports(input, { ...options, html: request.html ?? true }))],
    ...(['statements-entities', 'forms', 'graph'] as const).map((part) => {
      const maker = makers?.[part];
      return [part, maker && ((options: MakingOptions) => maker.makeFiles(input, options))] as const;
    }),
  ];
  const files: PlannedFile[] = [];
  for (const [part, make] of run) {
    if (make === undefined || !made.parts.has(part)) continue;
    const scratchFolder = join(made.scratchFolder, part);
    await mkdir(scratchFolder, { mode: 0o700 });
    onProgress({ step: 'report', subject: input.language, done: 0, total: input.exhibits.length });
    const onMade = ({ done, total }: { readonly done: number; readonly total: number }): void =>
      onProgress({ step: 'report', subject: input.language, done, total });
    for await (const file of make({ scratchFolder, signal, onProgress: onMade })) {
      const kept = join(made.scratchFolder, `made-${files.length + 1}`);
      await writeFile(kept, 'bytes' in file ? file.bytes : file.stream, { flag: 'wx', mode: 0o600 });
      files.push({ path: file.path, sizeBytes: (await stat(kept)).size, open: () => createReadStream(kept) });
    }
  }
  return files;
}
