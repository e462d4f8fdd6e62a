import { useState } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { RedactPicture } from '../redaction/redact-picture.tsx';
import { PictureChoice } from './picture-choice.tsx';
import { PictureViewer } from './picture-viewer.tsx';

/** The pictures taken of the page, one at a time: first the whole page. */
export function PicturePanel({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element | null {
  const { say, sayCode } = useTexts();
  const { pictures } = exhibit;
  const [name, setName] = useState<string>();
  const [isCovering, setCovering] = useState(false);
  const whole = pictures.find(({ role }) => role === 'screenshot-full');
  const chosen = pictures.find((picture) => picture.name === name) ?? whole ?? pictures[0];
  if (chosen === undefined) return null;
  const label = (role: string): string => sayCode('report.role', role) ?? role;
  const title = `${exhibit.row.exhibit}, ${label(chosen.role)}`;
  if (isCovering) {
    return <RedactPicture key={chosen.name} exhibit={exhibit} picture={chosen} name={title} onDone={() => setCovering(false)} />;
  }
  return (
    <PictureViewer key={chosen.name} pyramid={chosen.pyramid} name={title}>
      <PictureChoice pictures={pictures} chosen={chosen.name} onChoose={setName} label={label} />
      <Button kind="quiet" icon="cover" onPress={() => setCovering(true)}>
        {say('app.redact.begin')}
      </Button>
    </PictureViewer>
  );
}
