import type { AdContent, PracticePlatform } from '../ads/ad.ts';
import type { MarketContext } from '../market-context.ts';
import type { Markup, MarkupValue } from '../server/markup.ts';

/** What features put into an ad's page. */
export interface AdSlots {
  readonly head?: MarkupValue;
  /** Instead of the ordinary pictures. */
  readonly gallery?: MarkupValue;
  /** Instead of the ordinary paragraphs. */
  readonly description?: MarkupValue;
  /** Instead of price and contact. */
  readonly contact?: MarkupValue;
  /** After the description. */
  readonly extra?: MarkupValue;
  /** At the end of the body. */
  readonly foot?: MarkupValue;
}

export interface PageParts {
  readonly title: string;
  readonly head?: MarkupValue;
  readonly body: MarkupValue;
  readonly foot?: MarkupValue;
  /** Attic only: how the document says its charset. */
  readonly charset?: string;
  /** Nothing but the header above the body, which fills the window. */
  readonly app?: boolean;
}

/** Words of a platform's own language for pages that all platforms have. */
export interface PlatformWords {
  readonly login: string;
  readonly user: string;
  readonly password: string;
  readonly loginFailed: string;
  readonly loginIntro: string;
  readonly consentTitle: string;
  readonly consentText: string;
  readonly consentYes: string;
  readonly consentNo: string;
  readonly goneTitle: string;
  readonly goneText: string;
  readonly notFound: string;
  readonly sellerTitle: string;
  readonly search: string;
  readonly results: string;
  readonly newest: string;
  readonly more: string;
}

/** Markup of one platform. */
export interface Platform {
  readonly id: PracticePlatform;
  readonly name: string;
  readonly language: 'fr' | 'nl' | 'en';
  readonly words: PlatformWords;
  readonly style: string;
  readonly script: string;
  /** `480 €`, `€ 480,-`, `£480`. */
  readonly formatPrice: (price: number) => string;
  readonly renderPage: (context: MarketContext, parts: PageParts) => Markup;
  readonly renderAd: (context: MarketContext, ad: AdContent, slots: AdSlots) => Markup;
  readonly renderCard: (context: MarketContext, ad: AdContent) => Markup;
  /** Cards one beside the other. */
  readonly renderCards: (cards: readonly Markup[]) => Markup;
}
