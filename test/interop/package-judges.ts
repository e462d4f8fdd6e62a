import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { listFiles, readJson, readStatement } from '../app/export/unpacked.ts';
import { checkGraph } from '../support/graph/check-graph.ts';
import { projectPath } from '../support/project.ts';
import { findMissingMaterial } from '../support/shared-material.ts';

// What programs that are not ours say of the files of an unpacked package. Each judge gives what it finds wrong; nothing is right.

/** Programs that the judges run. */
export const JUDGING_PROGRAMS = ['unzip', 'qpdf', 'pdfinfo', 'xmllint', 'python3', 'openssl', 'sha256sum'] as const;

export interface JudgedBag {
  /** Folder of the bag. */
  readonly bag: string;
  /** Where its schemas lie: its own folder, or for packages without format pages that of another one. */
  readonly schemas?: string;
}

type Judge = (judged: JudgedBag, path: string) => readonly string[] | Promise<readonly string[]>;

/** How a program ends, and all that it says. */
export function run(program: string, words: readonly string[], cwd?: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', cwd, maxBuffer: 64 * 1024 * 1024 });
  return { status, output: stdout + stderr };
}

/** The exit status of the check of bags in another language. */
export function checkBag(path: string): number | null {
  return run('python3', [projectPath('test', 'interop', 'check_bag.py'), path]).status;
}

/** How the commands for Linux in the README of a package end, and what they say. */
export function runReadMe(bag: string): { readonly status: number | null; readonly output: string } {
  const readMe = readFileSync(join(bag, 'data/README.txt'), 'utf8');
  // The line after them is in the language of the package.
  const commands = /^-------- Linux [^\n]*--------\n\n([^]*?)\n\n-------- [^\n]+ --------$/m.exec(readMe)?.[1];
  return run('bash', ['-c', commands ?? 'exit 9'], bag);
}

const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const compiled = new Map<string, ValidateFunction>();

/** The schema as it lies in a package. */
function schemaOf({ bag, schemas = bag }: JudgedBag, name: string): ValidateFunction {
  const path = `data/schemas/${name}.v1.schema.json`;
  const key = readFileSync(join(schemas, path), 'utf8');
  const known = compiled.get(key) ?? ajv.compile(JSON.parse(key) as object);
  compiled.set(key, known);
  return known;
}

const ofSchema =
  (name: string, read: (bag: string, path: string) => unknown = readJson): Judge =>
  (judged, path) => {
    const validate = schemaOf(judged, name);
    return validate(read(judged.bag, path)) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  };

const succeeds =
  (program: string, ...words: readonly string[]): Judge =>
  ({ bag }, path) => {
    const { status, output } = run(program, [...words, join(bag, path)]);
    return status === 0 ? [] : [`${program}: ${output}`];
  };

/** Tagged, with a title, a language and fonts of its own; nothing in it runs, and its text can be read. */
const judgePdf: Judge = ({ bag }, path) => {
  const file = join(bag, path);
  const info = run('pdfinfo', [file]).output;
  const fonts = run('pdffonts', [file]).output.trim().split('\n').slice(2);
  const objects = run('qpdf', ['--qdf', '--object-streams=disable', file, '-']).output;
  const language = /\.(en|fr|nl)\.(?:v\d+\.)?pdf$/.exec(path)?.[1] ?? 'none';
  const rows: readonly (readonly [what: string, isSo: boolean])[] = [
    ['is tagged', /^Tagged:\s+yes$/m.test(info)],
    ['has a title', /^Title:\s+\S/m.test(info)],
    ['has no JavaScript', /^JavaScript:\s+no$/m.test(info)],
    ['is not encrypted', /^Encrypted:\s+no$/m.test(info)],
    ['is on A4', /\(A4\)/.test(info)],
    ['has fonts', fonts.length > 0],
    ['has no font that is not embedded', fonts.every((line) => / yes (?:yes|no) +(?:yes|no) +\d+ +\d+$/.test(line))],
    ['is in its language', new RegExp(String.raw`/Lang \(${language}`).test(objects)],
    ['leads nowhere', !/\/S \/(?:URI|JavaScript|Launch|SubmitForm)/.test(objects)],
    ['has text', run('pdftotext', [file, '-']).output.trim().length > 100],
  ];
  return rows.filter(([, isSo]) => !isSo).map(([what]) => `not so: ${what}`);
};

/** Every part is XML for a parser that is not ours. */
const judgeDocx: Judge = ({ bag }, path) => {
  const file = join(bag, path);
  const parts = run('unzip', ['-Z1', file]).output.trim().split('\n');
  // To unzip a bracket begins a pattern.
  const isXml = (part: string): boolean =>
    run('bash', ['-c', 'unzip -p "$1" "$2" | xmllint --noout --nonet -', '-', file, part.replaceAll('[', String.raw`\[`)]).status === 0;
  const wrong = parts.filter((part) => !isXml(part));
  const missing = ['[Content_Types].xml', 'word/document.xml', 'word/styles.xml'].filter((part) => !parts.includes(part));
  return [...wrong.map((part) => `no XML: ${part}`), ...missing.map((part) => `missing: ${part}`)];
};

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const HIDING = /[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069]/;

/** Words of a form by section, for who pastes them: CR LF alone ends lines, and nothing hides. */
const judgeText: Judge = ({ bag }, path) => {
  const text = readFileSync(join(bag, path), 'utf8');
  const rows: readonly (readonly [what: string, isSo: boolean])[] = [
    ['lines end with CR LF', !/[^\r]\n|\r[^\n]/.test(text)],
    ['it has no byte order mark', !text.startsWith('\uFEFF')],
    ['its sections have numbers', /^1\. \S.*\r\n-+\r\n/m.test(text)],
    ['nothing hides', !HIDING.test(text)],
  ];
  return rows.filter(([, isSo]) => !isSo).map(([what]) => `not so: ${what}`);
};

/** SHACL, the shapes of CASE and UCO. */
const judgeGraph: Judge = async ({ bag }, path) => {
  const findings = await checkGraph(readJson(bag, path));
  return findings.map((finding) => JSON.stringify(finding));
};

/** Why graphs are not judged here, in words; undefined when they are. */
export function findWhyNoGraph(): string | undefined {
  return findMissingMaterial('data', 'case-uco');
}

/** Which files who judges. `heavy`: in the long tier alone. */
const TABLE: readonly { readonly files: RegExp; readonly judge: Judge; readonly heavy?: true }[] = [
  { files: /^data\/forms\/.*\.json$/, judge: ofSchema('form') },
  { files: /\/capture\.json$/, judge: ofSchema('capture-record') },
  { files: /\/received\.json$/, judge: ofSchema('received') },
  { files: /\.redaction\.json$/, judge: ofSchema('redaction') },
  { files: /\/operator\.json$/, judge: ofSchema('operator') },
  { files: /\/environment\.json$/, judge: ofSchema('environment') },
  { files: /\/secrets\.json$/, judge: ofSchema('secrets') },
  { files: /^data\/entities\/entities\.json$/, judge: ofSchema('entities') },
  { files: /^data\/species\/taxa\.json$/, judge: ofSchema('taxa') },
  { files: /^seal\/seal\.dsse\.json$/, judge: ofSchema('package-seal', readStatement) },
  { files: /^data\/custody\/keys\/[0-9a-f]+\.dsse\.json$/, judge: ofSchema('key-certificate', readStatement) },
  { files: /^data\/forms\/.*\.txt$/, judge: judgeText },
  { files: /\.docx$/, judge: judgeDocx },
  { files: /\.pdf$/, judge: succeeds('qpdf', '--check'), heavy: true },
  { files: /\.pdf$/, judge: judgePdf, heavy: true },
  { files: /^data\/graph\/.*\.jsonld$/, judge: judgeGraph, heavy: true },
];

/** What is wrong with the files of a package, each with its path; and how many were judged by each row that judged any. */
export async function judgeFiles(
  judged: JudgedBag,
  { heavy }: { readonly heavy: boolean },
): Promise<{ readonly wrong: readonly string[]; readonly judged: Readonly<Record<string, number>> }> {
  const paths = listFiles(judged.bag);
  const wrong: string[] = [];
  const counts: Record<string, number> = {};
  for (const { files, judge, heavy: isHeavy = false } of TABLE) {
    if ((isHeavy && !heavy) || (judge === judgeGraph && findWhyNoGraph() !== undefined)) continue;
    for (const path of paths.filter((one) => files.test(one))) {
      wrong.push(...(await judge(judged, path)).map((finding) => `${path}: ${finding}`));
      counts[path.slice(path.lastIndexOf('.') + 1)] = (counts[path.slice(path.lastIndexOf('.') + 1)] ?? 0) + 1;
    }
  }
  return { wrong, judged: counts };
}
