import type { ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
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
      <p>{say('app.export.startHere')}</p>
    </>
  );
}
