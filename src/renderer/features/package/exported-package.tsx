import type { ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Banner, Facts } from '../../ui/page.tsx';

/** Where the finished package lies, and by what it is known. */
export function ExportedPackage({ exported }: { readonly exported: NonNullable<Job['exported']> }): ReactNode {
  const { say, formats } = useTexts();
  return (
    <>
      <Banner tone="good">{say('app.export.done')}</Banner>
      <Facts
        facts={[
          [say('app.export.path'), <code key="path">{exported.path}</code>],
          [say('app.export.fileSize'), formats.bytes(exported.sizeBytes)],
          [say('app.export.packageId'), <code key="package">{exported.package}</code>],
          [say('app.export.seal'), <code key="seal">{exported.seal}</code>],
          ...(exported.fileSha256 === undefined
            ? []
            : [[say('app.export.fileSha256'), <code key="file">{exported.fileSha256}</code>] as const]),
        ]}
      />
      {exported.fileSha256 !== undefined && <Banner tone="note">{say('app.export.otherWay')}</Banner>}
      {exported.reduced !== undefined && <ReducedSet reduced={exported.reduced} />}
      {exported.viewer && <p>{say('app.export.startHere')}</p>}
    </>
  );
}

type Reduced = NonNullable<NonNullable<Job['exported']>['reduced']>;

/** The reduced set beside the package; or that there is none, and why: whoever sends it must know before they look for it. */
function ReducedSet({ reduced }: { readonly reduced: Reduced }): ReactNode {
  const { say, formats } = useTexts();
  if ('failed' in reduced)
    return (
      <>
        <Banner tone="odd">{say('app.export.reducedFailed')}</Banner>
        <ErrorPanel error={{ code: reduced.failed, message: reduced.message }} />
      </>
    );
  return (
    <Facts
      facts={[
        [say('app.export.reducedPath'), <code key="path">{reduced.path}</code>],
        [
          say('app.export.fileSize'),
          say('app.export.reducedSize', { size: formats.bytes(reduced.sizeBytes), limit: formats.bytes(reduced.limitBytes) }),
        ],
        [say('app.export.reducedSeal'), <code key="seal">{reduced.seal}</code>],
        ...(reduced.fileSha256 === undefined
          ? []
          : [[say('app.export.fileSha256'), <code key="file">{reduced.fileSha256}</code>] as const]),
      ]}
    />
  );
}
