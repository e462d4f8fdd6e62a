import { useState, type ReactNode } from 'react';
import { useTexts, type Texts } from '../../i18n/use-texts.ts';
import type { Station } from '../../../rpc/contract/station.ts';
import { useCall } from '../../rpc/use-call.ts';
import { IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import styles from './opening-notice.module.css';

const LISTED = 5;

/** What the last opening of the vault found, until it is closed. */
export function OpeningNotice(): ReactNode {
  const texts = useTexts();
  const station = useCall('station.read', {}).data;
  const [closed, setClosed] = useState(false);
  const sentences = station?.opening === undefined ? [] : buildSentences(texts, station.opening);
  if (closed || sentences.length === 0) return null;
  return (
    <div className={joinClasses(styles['notice'])} role="status">
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <IconButton icon="close" label={texts.say('app.ui.close')} onPress={() => setClosed(true)} />
    </div>
  );
}

function buildSentences({ say, formats }: Texts, opening: NonNullable<Station['opening']>): readonly string[] {
  const { interrupted, exportsEnded, restored, moved } = opening;
  const named = [...interrupted.slice(0, LISTED), ...(interrupted.length > LISTED ? ['…'] : [])];
  return [
    ...(restored ? [say('app.opening.restored')] : []),
    ...(moved ? [say('app.opening.moved')] : []),
    ...(interrupted.length > 0 ? [say('app.opening.interrupted', { count: interrupted.length, list: formats.list(named) })] : []),
    ...(exportsEnded > 0 ? [say('app.opening.exports', { count: exportsEnded })] : []),
  ];
}
