import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import { makeBrowserHandlers } from './browser-handlers.ts';
import { makeCaptureHandlers } from './capture-handlers.ts';
import { makeCaseHandlers } from './case-handlers.ts';
import { makeErasureHandlers } from './erasure-handlers.ts';
import { makeExhibitHandlers } from './exhibit-handlers.ts';
import { createFakeClient, type FakeClient } from './fake-client.ts';
import { makeFormHandlers } from './form-handlers.ts';
import { makeHandOverHandlers } from './hand-over-handlers.ts';
import { makePictures } from './fake-picture.ts';
import { makeStation, type FakeStart, type FakeStation } from './fake-station.ts';
import { makeKeyHandlers } from './key-handlers.ts';
import { makeKeyStoreHandlers } from './key-store-handlers.ts';
import { makePackageHandlers } from './package-handlers.ts';
import { makeReceivedHandlers } from './received-handlers.ts';
import { makeRedactionHandlers } from './redaction-handlers.ts';
import { makeSearchHandlers } from './search-handlers.ts';
import { makeStatementHandlers } from './statement-handlers.ts';
import { makeStationHandlers } from './station-handlers.ts';
import { makeTimeHandlers } from './time-handlers.ts';

export interface FakeRpc {
  readonly client: FakeClient;
  readonly fake: FakeStation;
}

/** A whole engine in memory with fictitious data. `more`: handlers of further screens. */
export function createFakeRpc(start: FakeStart, more?: (fake: FakeStation, tell: Tell) => Partial<Handlers>): FakeRpc {
  const fake = makeStation(start);
  const client = createFakeClient(
    (tell) => ({
      ...makeStationHandlers(fake, tell),
      ...makeCaseHandlers(fake, tell),
      ...makePackageHandlers(fake, tell),
      ...makeExhibitHandlers(fake, tell),
      ...makeBrowserHandlers(fake, tell),
      ...makeHandOverHandlers(),
      ...makeReceivedHandlers(fake),
      ...makeKeyHandlers(fake),
      ...makeErasureHandlers(fake, tell),
      ...makeCaptureHandlers(fake, tell),
      ...makeTimeHandlers(tell),
      ...makeStatementHandlers(fake),
      ...makeFormHandlers(),
      ...makeSearchHandlers(),
      ...makeRedactionHandlers(fake),
      ...makeKeyStoreHandlers(fake, tell),
      ...more?.(fake, tell),
    }),
    makePictures((tab) => fake.places.get(tab)),
  );
  return { client, fake };
}
