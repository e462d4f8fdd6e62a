import { HTML_REPORT_POLICY } from '../html-report-policy.ts';
import { concatBytes } from '../../digest/encoding.ts';
import type { CheckedBag } from './checked-bag.ts';
import { ReportTags } from './report-tags.ts';
import type { VerdictCollector } from './verdict-collector.ts';

const HTML_REPORT = /^data\/(?:summary|report)\.[^/]*\.html$/;
const HEAD_BYTES = 1024;
/** Nothing stands before the policy that could run, load or change how the rest is read. */
const HEAD =
  /^<!doctype html>\s*<html lang="[A-Za-z-]{2,12}">\s*<head>\s*<meta charset="utf-8" \/>\s*<meta http-equiv="Content-Security-Policy" content="([^"]{1,300})" \/>/;

/**
 * Step 5, layout: a double click opens a report in HTML in a browser. Whoever seals a package could put a page there that runs and says of this
 * package whatever they like: one that does not begin by forbidding all scripts and all loading is no report. Neither is one that goes somewhere else by
 * itself, which no such policy forbids, or that leads there.
 */
export async function checkHtmlReports(collector: VerdictCollector, bag: CheckedBag): Promise<void> {
  for (const path of bag.files.keys()) {
    if (!HTML_REPORT.test(path)) continue;
    if (!isReportHead(await readHead(bag, path)))
      collector.finding('layout-unknown-file', path, 'It is no report: a page that does not begin by forbidding scripts and loading');
    else if (await hasForeignTag(bag, path))
      collector.finding('layout-unknown-file', path, 'It is no report: a page with parts that lead away from it, or that no report has');
  }
}

/** True of all bytes of a file: it begins with just the policy of reports, and has no parts that no report has. */
export function isHtmlReport(bytes: Uint8Array): boolean {
  const tags = new ReportTags();
  return isReportHead(bytes) && !tags.push(new TextDecoder('latin1').decode(bytes).replace(HEAD, '')) && !tags.finish();
}

function isReportHead(bytes: Uint8Array): boolean {
  return HEAD.exec(new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES)))?.[1] === HTML_REPORT_POLICY;
}

async function hasForeignTag(bag: CheckedBag, path: string): Promise<boolean> {
  const decoder = new TextDecoder('latin1');
  const tags = new ReportTags();
  let head: string | undefined = '';
  try {
    for await (const piece of bag.stream(path)) {
      let text = decoder.decode(piece, { stream: true });
      if (head !== undefined) {
        head += text;
        if (head.length < HEAD_BYTES) continue;
        text = head.replace(HEAD, '');
        head = undefined;
      }
      if (tags.push(text)) return true;
    }
  } catch {
    return false; // Damaged: its digests have said so.
  }
  return (head !== undefined && tags.push(head.replace(HEAD, ''))) || tags.finish();
}

async function readHead(bag: CheckedBag, path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const piece of bag.stream(path)) {
      pieces.push(piece.slice());
      sizeBytes += piece.length;
      if (sizeBytes >= HEAD_BYTES) break;
    }
  } catch {
    return new Uint8Array(); // Damaged: its digests have said so, and it is no report by this either.
  }
  return concatBytes(...pieces);
}
