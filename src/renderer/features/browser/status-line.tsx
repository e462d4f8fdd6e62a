import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import type { BrowserTab } from '../../../rpc/contract/browser.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { BrowserFacts } from './browser-state.tsx';
import styles from './status-line.module.css';

/** What runs beside the page: the recording with what it holds, the way out, and what the page tried in vain. */
export function StatusLine({
  tab,
  practice,
  caseReference,
  overlays,
}: {
  readonly tab: BrowserTab | undefined;
  readonly practice: boolean;
  readonly caseReference: string;
  /** The list lies over the page instead of pushing it: a page that changes its size lays itself out anew. */
  readonly overlays: boolean;
}): React.JSX.Element {
  const texts = useTexts();
  const { say, formats } = texts;
  const [open, setOpen] = useState(false);
  const incidents = tab?.incidents ?? [];
  return (
    <div className={joinClasses(styles['status'])}>
      <div className={joinClasses(styles['line'])}>
        {tab !== undefined && (
          <span className={joinClasses(styles['recording'])}>
            <span className={joinClasses(styles['light'])} aria-hidden="true" />
            <strong>{say('app.browser.recording')}</strong>
            <span className={joinClasses(styles['counts'])}>
              {say('app.browser.recorded', { count: tab.exchanges, size: formats.bytes(tab.bytes) })}
            </span>
          </span>
        )}
        {practice && <Badge tone="practice">{say('app.browser.practice')}</Badge>}
        {tab?.locked === true && <Badge tone="note">{say('app.browser.locked')}</Badge>}
        <span className={joinClasses(styles['fill'])} />
        {incidents.length > 0 && (
          <Button kind="quiet" onPress={() => setOpen(!open)} icon={open ? 'down' : 'forward'}>
            {say('app.browser.incidents', { count: incidents.length })}
          </Button>
        )}
        <BrowserFacts caseReference={caseReference} />
      </div>
      {open && incidents.length > 0 && (
        <ul className={joinClasses(styles['incidents'], overlays && styles['over'])} aria-label={say('app.browser.incidentList')}>
          {incidents.toReversed().map(({ code, detail }, index) => (
            <li key={incidents.length - index}>
              <span>{texts.sayCode('report.warning', code) ?? <code>{code}</code>}</span>
              <HostileText text={detail} lines={1} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
