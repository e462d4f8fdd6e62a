import { useEffect, useState, type ReactNode } from 'react';
import { TIME_SERVER, type TimeView } from '../../../rpc/contract/time.ts';
import type { CallOutput } from '../../../rpc/contract.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner, Section } from '../../ui/page.tsx';
import styles from './settings-list.module.css';

const MOST = 10;

/** What the clock of this station is compared with beside a capture, in which order, and what it says now. */
export function ClockSettings({ time }: { readonly time: TimeView }): ReactNode {
  const { say } = useTexts();
  const { clock, proxyInForce, readable } = time;
  const stored = { sntp: clock.sntp.join('\n'), http: clock.http.join('\n') };
  const [sntp, setSntp] = useState(stored.sntp);
  const [http, setHttp] = useState(stored.http);
  useEffect(() => setSntp(stored.sntp), [stored.sntp]);
  useEffect(() => setHttp(stored.http), [stored.http]);
  const save = useAct('time.change-clock', { stale: ['time.read'] });
  const check = useAct('time.check-clock');
  const servers = linesOf(sntp);
  const addresses = linesOf(http);
  const wrongServer = servers.find((line) => !TIME_SERVER.test(line));
  const wrongAddress = addresses.find((line) => !isWebAddress(line));
  const tooMany = (lines: readonly string[]): string | undefined =>
    lines.length > MOST ? say('app.clock.tooMany', { number: MOST }) : undefined;
  const problems = {
    sntp: wrongServer === undefined ? tooMany(servers) : say('app.clock.sntpProblem', { line: wrongServer }),
    http: wrongAddress === undefined ? tooMany(addresses) : say('app.clock.httpProblem', { line: wrongAddress }),
  };
  const isChanged = servers.join('\n') !== stored.sntp || addresses.join('\n') !== stored.http;
  const canSave = readable && isChanged && problems.sntp === undefined && problems.http === undefined;
  return (
    <Section title={say('app.clock.title')}>
      <p className={joinClasses(styles['words'])}>{say('app.clock.words')}</p>
      {proxyInForce && <Banner tone="odd">{say(addresses.length === 0 ? 'app.clock.proxyAlone' : 'app.clock.proxy')}</Banner>}
      <Form onSubmit={() => (canSave ? save.mutate({ sntp: [...servers], http: [...addresses] }) : undefined)}>
        <TextField
          label={say('app.clock.sntp')}
          help={say('app.clock.sntpHelp')}
          value={sntp}
          onChange={setSntp}
          problem={problems.sntp}
          rows={3}
          maxLength={4000}
          exact
        />
        <TextField
          label={say('app.clock.http')}
          help={say('app.clock.httpHelp')}
          value={http}
          onChange={setHttp}
          problem={problems.http}
          rows={2}
          maxLength={20_000}
          exact
        />
        {save.error !== null && <ErrorPanel error={save.error} />}
        <div className={joinClasses(styles['acts'])}>
          <span role="status">{check.data === undefined ? '' : <Compared result={check.data} />}</span>
          <span className={joinClasses(styles['line'])}>
            <Button isDisabled={isChanged} isPending={check.isPending} onPress={() => check.mutate({})}>
              {say('app.clock.check')}
            </Button>
            <Button kind="main" type="submit" isDisabled={!canSave} isPending={save.isPending}>
              {say('app.clock.save')}
            </Button>
          </span>
        </div>
        {check.error !== null && <ErrorPanel error={check.error} />}
      </Form>
    </Section>
  );
}

function Compared({ result }: { readonly result: CallOutput<'time.check-clock'> }): ReactNode {
  const { say, formats } = useTexts();
  if (result.state === 'not-checked')
    return (
      <>
        {say('app.clock.notChecked')} <HostileText text={result.reason} />
      </>
    );
  const { offsetMs, uncertaintyMs, source } = result;
  const seconds = (ms: number): string => formats.number(Math.round(ms) / 1000);
  const direction = offsetMs >= 0 ? 'app.clock.behind' : 'app.clock.ahead';
  return (
    <>
      {say(direction, { seconds: seconds(Math.abs(offsetMs)), give: seconds(uncertaintyMs) })} <HostileText text={source} exact />
    </>
  );
}

function linesOf(text: string): readonly string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

function isWebAddress(line: string): boolean {
  return URL.canParse(line) && /^https?:$/.test(new URL(line).protocol);
}
