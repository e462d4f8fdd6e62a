import type { Recording } from '../../src/capture/recorder/recording.ts';
import type { StartRecording } from '../../src/capture/browser/open-tab.ts';

/** Knows only when the network is quiet; stands here until the recorder does. */
export const startStubRecording: StartRecording = async ({ cdp }) => {
  const underWay = new Set<string>();
  cdp.on('Network.requestWillBeSent', ({ requestId }) => underWay.add(requestId));
  cdp.on('Network.loadingFinished', ({ requestId }) => underWay.delete(requestId));
  cdp.on('Network.loadingFailed', ({ requestId }) => underWay.delete(requestId));
  await cdp.send('Network.enable');
  const recording: Recording = {
    setPhase: () => undefined,
    currentDocument: () => undefined,
    waitForQuiet: async ({ quietMs, timeoutMs }) => {
      const end = performance.now() + timeoutMs;
      let quietSince = performance.now();
      while (performance.now() < end) {
        if (underWay.size > 0) quietSince = performance.now();
        else if (performance.now() - quietSince >= quietMs) return true;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return false;
    },
    close: () => Promise.resolve(),
    exchangesOfDocument: () => [],
    allExchanges: () => [],
    counts: () => ({ exchanges: 0, underWay: underWay.size, bytes: 0 }),
    limitsHit: [],
    warnings: [],
  };
  return recording;
};
