import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useShortcut } from '../../window/shortcuts.ts';
import type { BrowserTab } from '../../../rpc/contract/browser.ts';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './address-bar.module.css';
import { completeAddress, splitAddress } from './address-parts.ts';

/**
 * The address of the page: its host stands out, how it came is said in words. Being typed in it is a plain field with the whole text.
 */
export function AddressBar({
  tab,
  onGo,
  fieldRef,
}: {
  readonly tab: BrowserTab | undefined;
  readonly onGo: (url: string) => void;
  readonly fieldRef: React.RefObject<HTMLInputElement | null>;
}): React.JSX.Element {
  const texts = useTexts();
  const [typed, setTyped] = useState<string>();
  const url = tab?.url ?? '';
  const shown = useRef(tab?.id);
  useEffect(() => {
    // Another tab: what was being typed belongs to the one before.
    if (shown.current !== tab?.id) setTyped(document.activeElement === fieldRef.current ? (tab?.url ?? '') : undefined);
    shown.current = tab?.id;
  }, [tab?.id, tab?.url, fieldRef]);
  useShortcut('address', () => fieldRef.current?.focus());
  const security = tab?.security ?? 'none';
  return (
    <form
      className={joinClasses(styles['bar'], styles[security])}
      role="search"
      aria-label={texts.say('app.browser.addressForm')}
      onSubmit={(event) => {
        event.preventDefault();
        const address = completeAddress(typed ?? url);
        if (address === 'https://') return;
        setTyped(undefined);
        fieldRef.current?.blur();
        onGo(address);
      }}
    >
      {url !== '' && security !== 'none' && (
        <span className={joinClasses(styles['security'])} id="address-security">
          <Icon name={security === 'secure' ? 'lock' : 'warning'} />
          {texts.say(`app.browser.security.${security}`)}
        </span>
      )}
      <span className={joinClasses(styles['text'])}>
        <input
          ref={fieldRef}
          className={joinClasses(styles['field'])}
          type="text"
          inputMode="url"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={65_536}
          aria-label={texts.say('app.browser.address')}
          aria-describedby={url !== '' && security !== 'none' ? 'address-security' : undefined}
          placeholder={texts.say('app.browser.addressHint')}
          value={typed ?? url}
          onFocus={(event) => {
            setTyped(url);
            event.currentTarget.select();
          }}
          onBlur={() => setTyped(undefined)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setTyped(undefined);
            event.currentTarget.blur();
          }}
        />
        {typed === undefined && url !== '' && <ShownAddress url={url} />}
      </span>
    </form>
  );
}

/** Lies over the field while nobody types; a click goes through it to the field. */
function ShownAddress({ url }: { readonly url: string }): React.JSX.Element {
  const { scheme, login, subdomain, host, rest } = splitAddress(url);
  return (
    <span className={joinClasses(styles['shown'])} aria-hidden="true" dir="ltr">
      <span>
        <HostileText text={scheme} exact />
        {login !== '' && (
          <span className={joinClasses(styles['login'])}>
            <HostileText text={login} exact />
          </span>
        )}
        <HostileText text={subdomain} exact />
      </span>
      <strong>
        <HostileText text={host} exact />
      </strong>
      <span className={joinClasses(styles['rest'])}>
        <HostileText text={rest} exact />
      </span>
    </span>
  );
}
