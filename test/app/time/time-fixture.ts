import { onTestFinished } from 'vitest';
import { storeTimeSettings } from '../../../src/app/time/edit-authorities.ts';
import type { TimeGround } from '../../../src/app/time/time-ground.ts';
import { TimeKeeper } from '../../../src/app/time/time-keeper.ts';
import { NO_TIME_SETTINGS, type TimeSettings } from '../../../src/core/model/time-settings.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import type { TimestampAuthority } from '../../../src/core/timestamp/authority.ts';
import { composeOutbound, composeTimeGround } from '../../../src/engine/compose-time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { captureAd, makeCase, makeFixture, type Fixture } from '../../storage/vault-fixture.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';

/** A vault with one case, and what asks for its time; waits end when the test says so. */
export interface TimeFixture {
  readonly files: Fixture;
  readonly vault: VaultStore;
  readonly store: CaseStore;
  readonly ground: TimeGround;
  readonly times: TimeKeeper;
  /** Waits that were begun, newest last. */
  readonly waits: { readonly ms: number; end(): void; readonly isOver: boolean }[];
  /** How often the keeper said that something changed. */
  readonly changes: () => number;
  /** Lets time pass for back-offs. */
  readonly passMs: (ms: number) => void;
}

export async function makeTimes(
  authorities: readonly TimestampAuthority[],
  options: { readonly practice?: boolean; readonly clock?: TimeSettings['clock']; readonly proxy?: string; readonly files?: Fixture } = {},
): Promise<TimeFixture> {
  const files = options.files ?? makeFixture({ clock: systemClock });
  const vault = options.files === undefined ? await files.init() : await files.open();
  if (options.files === undefined) {
    makeCase(vault, options.practice === true ? { practice: true } : {});
    const enabled = authorities.map((one) => ({ ...one, enabled: true }));
    storeTimeSettings(vault, { ...NO_TIME_SETTINGS, authorities: enabled, clock: options.clock ?? { sntp: [], http: [] } });
  }
  const store = vault.openCase('OP-2026/17');
  const waits: { ms: number; end(): void; isOver: boolean }[] = [];
  let passedMs = 0;
  const ground: TimeGround = {
    ...composeTimeGround(vault, composeOutbound(tempFolder())),
    clock: { now: () => systemClock.now(), monotonicMs: () => systemClock.monotonicMs() + passedMs },
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        const one = { ms, isOver: false, end: () => resolve(undefined) };
        const give = (): void => {
          one.isOver = true;
          reject(new Error('given up'));
        };
        if (signal.aborted) give();
        else signal.addEventListener('abort', give, { once: true });
        waits.push(one);
      }),
  };
  let changes = 0;
  const times = new TimeKeeper(ground, { proxy: () => options.proxy, onChange: () => void (changes += 1) });
  onTestFinished(async () => {
    await times.close();
    vault.close();
  });
  return { files, vault, store, ground, times, waits, changes: () => changes, passMs: (ms) => void (passedMs += ms) };
}

/** One sealed page in a session of its own. */
export async function captureOnce(store: CaseStore): Promise<string> {
  const session = store.startSession({});
  const { exhibit } = await captureAd(store, session);
  store.endSession(session, {});
  return exhibit;
}
