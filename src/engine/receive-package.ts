import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
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
import type { HeldPackage } from './held-packages.ts';
import { takeGivenPackage } from './given-package.ts';
import { folderFor, type PackageParts } from './packages.ts';
import { readGiven } from './receive-file.ts';
import { readRootsOfOpenVault } from './known-roots.ts';
import { verifyInThread } from './verify-thread.ts';

type Request = JudgedInput<'package.receive'>;

/** Verifies, signs for, and where asked keeps a package, or goes on from it. What cannot be done is refused here; what fails later, the job tells. */
export async function startReceiving(parts: PackageParts, request: Request): Promise<Job> {
  const { context, jobs, held } = parts;
  const vault = context.vault();
  const into = intoOf(request);
  if ('case' in into) vault.openCase(into.case);
  else if (vault.findCase(into.reference) !== undefined)
    throw new PugmarkError('case-exists', `There is a case ${JSON.stringify(into.reference)} already: give another reference`);
  const folder = folderFor(parts, request);
  const name = basename(request.name) || 'package';
  const isKept = request.keep === true || !('case' in into);
  const { file } = request;
  const given = 'job' in file ? held.use(file.job) : await takeGivenPackage(context, { ...request, file });
  return jobs.start({ kind: 'receive', subject: name, needsVault: true }, async (run, report) => {
    try {
      const { path, trusted, keys, tokens } = given;
      const fileSha256 = await readFileDigest(path);
      const { verdict, seal } = await verifyInThread(
        { path, name, trusted, keys, suppliedTokens: tokens, timestampRoots: readRootsOfOpenVault(context) },
        run,
      );
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

/** A receipt for the same package may lie there: another one stands beside it. */
function findFreePath(folder: string, stem: string): string {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${stem}${count === 1 ? '' : ` (${count})`}.receipt.dsse.json`);
    if (!existsSync(path)) return path;
  }
}
