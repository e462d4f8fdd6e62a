import type { ExchangeItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { IconButton } from '../../ui/button.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { FactList } from './fact-list.tsx';
import styles from './network-panel.module.css';

/** What is known of one exchange beside its bytes. */
export function ExchangeDetail({ item, onClose }: { readonly item: ExchangeItem; readonly onClose: () => void }): React.JSX.Element {
  const { say, formats } = useTexts();
  const { metadata } = item;
  const { response, problem } = metadata;
  const withheld = [...(metadata.request.withheld ?? []), ...(response?.withheld ?? [])];
  return (
    <aside className={styles['detail']} aria-label={say('app.exhibit.network.detail')}>
      <header>
        <h3>{say('app.exhibit.network.detail')}</h3>
        <IconButton icon="close" label={say('app.ui.close')} onPress={onClose} />
      </header>
      <FactList
        facts={[
          [say('app.exhibit.network.address'), <HostileText key="url" text={item.url} exact />],
          [say('app.exhibit.network.began'), <EvidenceTime key="time" time={metadata.startedAt} />],
          [say('app.exhibit.network.phase'), say(`app.exhibit.network.phase.${metadata.phase}`)],
          [say('app.exhibit.network.asked'), `${item.method} · ${metadata.resourceType} · ${metadata.requestedBy} · ${metadata.initiator}`],
          [
            say('app.exhibit.network.answer'),
            response === undefined
              ? undefined
              : `${item.status ?? ''} · ${response.protocol} · ${response.mimeType} · ${say(`app.exhibit.network.source.${response.source}`)}`,
          ],
          [
            say('app.exhibit.network.remote'),
            response?.remote === undefined ? undefined : <code key="remote">{`${response.remote.ip} : ${response.remote.port}`}</code>,
          ],
          [
            say('app.exhibit.network.wire'),
            response?.encodedSizeBytes === undefined ? undefined : formats.bytes(response.encodedSizeBytes),
          ],
          [
            say('app.exhibit.network.redirected'),
            metadata.redirectedTo === undefined ? undefined : <HostileText key="to" text={metadata.redirectedTo} exact />,
          ],
          [
            say('app.exhibit.network.withheld'),
            withheld.length === 0 ? undefined : <HostileText key="withheld" text={withheld.join(', ')} exact />,
          ],
          [
            say('app.exhibit.network.problem'),
            problem === undefined ? undefined : (
              <span key="problem">
                {say(`report.problem.${problem.kind}`)} (<HostileText text={problem.detail} />)
              </span>
            ),
          ],
        ]}
      />
    </aside>
  );
}
