import type { PracticeSessions } from '../login.ts';
import type { MarketContext } from '../market-context.ts';
import type { MarketState } from '../market-state.ts';

/** What every site of the market is built from. */
export interface SiteOptions {
  readonly context: MarketContext;
  readonly state: MarketState;
  readonly sessions: PracticeSessions;
}
