import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const READER = join(import.meta.dirname, '..', 'interop', 'read_warc.py');

const recordSchema = z.object({
  offset: z.int(),
  length: z.int().nullable(),
  type: z.string(),
  id: z.string(),
  date: z.string(),
  url: z.string().nullable(),
  fields: z.record(z.string(), z.array(z.string())),
  blockBytes: z.int(),
  payloadBytes: z.int(),
  payloadSha256: z.string(),
  bodyFile: z.string().optional(),
  http: z
    .object({
      startLine: z.string().optional(),
      status: z.int().optional(),
      method: z.string().optional(),
      headers: z.array(z.tuple([z.string(), z.string()])).default([]),
    })
    .optional(),
});

const archiveSchema = z.object({
  records: z.array(recordSchema),
  problems: z.array(z.object({ where: z.string(), what: z.string() })),
  wacz: z
    .object({
      resources: z.array(z.string()),
      pages: z.array(z.record(z.string(), z.unknown())),
      index: z.array(z.record(z.string(), z.unknown())),
      manifest: z.record(z.string(), z.unknown()),
    })
    .optional(),
});

export type ReadArchive = z.infer<typeof archiveSchema>;

/**
 * Reads a WARC or WACZ with the independent reader (Python, standard library).
 * With `bodyFolder`, payloads are written there as `NNNNN.body`. Throws when the file is no archive at all.
 */
export async function readArchive(path: string, bodyFolder?: string): Promise<ReadArchive> {
  const output = await new Promise<string>((resolve, reject) => {
    const folder = bodyFolder === undefined ? [] : ['--body-dir', bodyFolder];
    execFile('python3', [READER, path, ...folder], { maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      // Exit code 1 means problems, and they are in the document.
      if (error !== null && error.code !== 1) reject(new Error(stderr.trim() || error.message));
      else resolve(stdout);
    });
  });
  return archiveSchema.parse(JSON.parse(output));
}
