import type { AdContent } from '../ads/ad.ts';
import type { MarketContext } from '../market-context.ts';
import type { AdSlots, Platform } from '../platforms/platform.ts';
import { markup, type Markup } from '../server/markup.ts';
import type { PracticeRequest, Reply } from '../server/reply.ts';

/** What a feature of an ad may look at. */
export interface BehaviourInput {
  readonly platform: Platform;
  readonly ad: AdContent;
  readonly request: PracticeRequest;
  readonly context: MarketContext;
  /** The how-manieth view of this ad it is, from 1. */
  readonly view: number;
}

/** What a feature does to its ad's page. */
export interface AdChange {
  readonly slots?: AdSlots;
  /** How the document is sent. */
  readonly delivery?: Pick<Reply, 'encoding' | 'chunks' | 'headers'>;
  /** The ad reads like this now. */
  readonly ad?: AdContent;
}

export type Behaviour = (input: BehaviourInput) => AdChange;

/** A script of the market's own, at the end of the body. */
export function scriptTag(name: string): Markup {
  return markup`<script src="/js/${name}.js" defer></script>`;
}
