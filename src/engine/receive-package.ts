import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { readPackageContents, takePackage, type PackageContents, type TakeRequest } from '../app/take-package.ts';
import type { SignedReceipt } from '../app/receive-package.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import { isPassed } from '../core/package/verdict.ts';
import type { CaseStore } from '../core/ports.ts';
import { readFileDigest } from '../packaging/file-digest.ts';
import { openPackage } from '../packaging/open-package.ts';
import type { JudgedInput } from '../rpc/contract.ts';
import type { Job } from '../rpc/contract/packages.ts';
import { composeReceivedGround, composeReceiveGround } from './composition.ts';
import type { EngineContext } from './engine-context.ts';
import type { HeldPackage } from './held-packages.ts';
import { parseTrusted, readPackageKeys, type PackageParts } from './packages.ts';
import { readGiven } from './receive-file.ts';
import { readRootsOfOpenVault } from './known-roots.ts';
import { verifyInThread } from './verify-thread.ts';

type Request = JudgedInput<'package.receive'>;

/** Verifies, signs for, and where asked keeps a package, or goes on from it. What cannot be done is refused here; what fails later, the job tells. */
export function startReceiving({ context, jobs, held, packageFolder }: PackageParts, request: Request): Job {
  const vault = context.vault();
  const into = intoOf(request);
  if ('case' in into) vault.openCase(into.case);
  else if (vault.findCase(into.reference) !== undefined)
    throw new PugmarkError('case-exists', `There is a case ${JSON.stringify(into.reference)} already: give another reference`);
  const folder = request.folder === undefined || request.folder.trim() === '' ? packageFolder : assertAbsolute(request.folder);
  const name = basename(request.name) || 'package';
  const isKept = request.keep === true || !('case' in into);
  const given = 'job' in request.file ? held.use(request.file.job) : takeGiven(context, request);
  return jobs.start({ kind: 'receive', subject: name, needsVault: true }, async (run, report) => {
    try {
      const { path, trusted, keys } = given;
      const fileSha256 = await readFileDigest(path);
      const { verdict, seal } = await verifyInThread({ path, name, trusted, keys, timestampRoots: readRootsOfOpenVault(context) }, run);
      report({ verdict });
      if (seal === undefined || !isPassed(verdict)) return;
      const contents = isKept ? await readContents(given, name) : undefined;
      await mkdir(folder, { recursive: true });
      run.onProgress({ step: 'take', done: 0, total: 0 });
      const tell = (store: CaseStore, receipt: SignedReceipt, exhibit?: ExhibitNumber): void => {
        const { path: at, package: id, receipt: receiptId, digest } = receipt;
        const { reference } = store.summary;
        const kept = exhibit === undefined ? {} : { exhibit };
        report({ received: { case: reference, path: at, package: id, receipt: receiptId, digest, ...kept } });
        context.tellCase(reference);
      };
      const ground = { receive: composeReceiveGround(), received: await composeReceivedGround() };
      const taken = await takePackage(ground, {
        vault,
        given: { verdict, seal, ...(fileSha256 === undefined ? {} : { fileSha256 }) },
        path: findFreePath(folder, name.replace(/\.(?:zip|age)$/i, '')),
        into,
        ...(contents === undefined ? {} : { keep: { file: { name, open: () => readGiven(path, name) }, contents } }),
        signal: run.signal,
        onReceipt: tell,
      });
      tell(taken.store, taken.receipt, taken.exhibit);
    } finally {
      await given.release();
    }
  });
}

function intoOf({ case: reference, continue: asked }: Request): TakeRequest['into'] {
  if (asked !== undefined) {
    const { reference: made, title, basis } = asked;
    return { reference: made, title, ...(basis === undefined || basis.trim() === '' ? {} : { basis }) };
  }
  return { case: reference ?? '' };
}

async function readContents({ path, keys }: HeldPackage, name: string): Promise<PackageContents> {
  const opened = await openPackage(path, name, keys);
  try {
    return await readPackageContents(opened.source);
  } finally {
    await opened.close();
  }
}

function takeGiven(context: EngineContext, request: Request): HeldPackage {
  const { file } = request;
  const trusted = (request.trustKeys ?? []).map((text) => parseTrusted(text));
  const keys = readPackageKeys(request);
  if ('path' in file) return { path: assertAbsolute(file.path), trusted, keys, release: () => Promise.resolve() };
  const upload = context.uploads.take('upload' in file ? file.upload : '');
  return { path: upload.path, trusted, keys, release: () => upload.release() };
}

/** A receipt for the same package may lie there: another one stands beside it. */
function findFreePath(folder: string, stem: string): string {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${stem}${count === 1 ? '' : ` (${count})`}.receipt.dsse.json`);
    if (!existsSync(path)) return path;
  }
}

function assertAbsolute(path: string): string {
  if (isAbsolute(path)) return resolve(path);
  throw new PugmarkError('usage', `${JSON.stringify(path)} is no absolute path`);
}
