import { useRef, useState, type ReactNode } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { PictureViewer, type PictureScene } from '../exhibit/picture-viewer.tsx';
import { boxInView, type Box } from './mask-boxes.ts';
import { MaskLayer } from './mask-layer.tsx';
import styles from './redact-picture.module.css';
import { RedactionPane } from './redaction-pane.tsx';
import { useMasks } from './use-masks.ts';

interface RedactPictureProps {
  readonly exhibit: ExhibitDetail;
  readonly picture: ExhibitDetail['pictures'][number];
  readonly name: string;
  readonly onDone: () => void;
}

/** A picture of the exhibit with boxes over what a copy is not to show. */
export function RedactPicture({ exhibit: { row }, picture: { name: artifact, pyramid }, name, onDone }: RedactPictureProps): ReactNode {
  const { say, formats } = useTexts();
  const control = useMasks([row.case, row.exhibit, artifact].join('\n'));
  const [isPreview, setPreview] = useState(false);
  const scene = useRef<PictureScene>(undefined);
  const picture = { width: pyramid.widthPx, height: pyramid.heightPx };
  const keepInView = ({ x, y, width, height }: Box): void => {
    if (scene.current === undefined) return;
    const { view, size, control: moves } = scene.current;
    const isSeen =
      x >= view.left &&
      y >= view.top &&
      x + width <= view.left + size.width / view.scale &&
      y + height <= view.top + size.height / view.scale;
    if (!isSeen) moves.show(x + width / 2, y + height / 2);
  };
  const addBox = (): void => {
    if (scene.current === undefined) return;
    const key = control.add({ kind: 'box', ...boxInView(scene.current.view, scene.current.size, picture), reason: control.reason });
    // Once it is drawn.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`#mask-${key}`)?.focus());
  };
  return (
    <div
      className={joinClasses(styles['split'])}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        control.undo();
      }}
    >
      <PictureViewer
        pyramid={pyramid}
        name={name}
        layer={(shown) => {
          scene.current = shown;
          return <MaskLayer view={shown.view} picture={picture} control={control} isPreview={isPreview} onMoved={keepInView} />;
        }}
      />
      <RedactionPane
        reference={row.case}
        exhibit={row.exhibit}
        artifact={artifact}
        control={control}
        isPreview={isPreview}
        onPreview={setPreview}
        describe={(mask) =>
          mask.kind === 'box'
            ? say('app.redact.boxPlace', {
                width: formats.number(mask.width),
                height: formats.number(mask.height),
                x: formats.number(mask.x),
                y: formats.number(mask.y),
              })
            : ''
        }
        onFocus={({ key, mask }) => {
          if (mask.kind === 'box') keepInView(mask);
          document.querySelector<HTMLElement>(`#mask-${key}`)?.focus();
        }}
        onDone={onDone}
      >
        <Button icon="add" onPress={addBox}>
          {say('app.redact.addBox')}
        </Button>
      </RedactionPane>
    </div>
  );
}
