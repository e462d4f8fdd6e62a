import { z } from 'zod';

/** What a child process says of one report. */
export const reportWorkSchema = z.object({
  exhibits: z.int(),
  volumes: z.int(),
  pages: z.int(),
  sizeBytes: z.int(),
  largestPdfBytes: z.int(),
  largestPageBytes: z.int(),
  /** Exhibits whose page the summary names. */
  placed: z.int(),
  workMs: z.number(),
  printMs: z.number(),
  /** Highest of our process while the first third of the volumes, and while the last, was made. */
  firstMegabytes: z.int(),
  lastMegabytes: z.int(),
});
export type ReportWork = z.infer<typeof reportWorkSchema>;
