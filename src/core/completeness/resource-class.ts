import type { CompletenessItem } from '../model/capture-record.ts';
import type { RecordedExchange } from '../model/exchange.ts';

/** `shown`: document, frame, picture or media in the layout; `supporting`: what builds it; `background`: what nobody sees. */
export type ResourceClass = CompletenessItem['class'];

/** What the layout draws; addresses without fragment. Absent: it is not known, and everything that could be drawn counts as drawn. */
export interface Layout {
  readonly pictures?: ReadonlySet<string>;
  readonly frames?: ReadonlySet<string>;
}

/** The address as it is asked for: without fragment. */
export function requestedAddress(url: string): string {
  const hash = url.indexOf('#');
  return hash < 0 ? url : url.slice(0, hash);
}

/** Class of a recorded exchange. `mainFrameId`: frame of the document itself, which is always shown. */
export function classifyExchange(exchange: RecordedExchange, layout: Layout, mainFrameId: string | undefined): ResourceClass {
  const isDrawn = (drawn: ReadonlySet<string> | undefined): boolean => drawn?.has(requestedAddress(exchange.request.url)) ?? true;
  switch (exchange.resourceType) {
    case 'Document':
      return exchange.frameId === mainFrameId || isDrawn(layout.frames) ? 'shown' : 'supporting';
    case 'Media':
      return 'shown';
    case 'Image':
      // A picture that no box draws counts visits, or waits for a later one.
      return isDrawn(layout.pictures) ? 'shown' : 'background';
    default:
      return classifyType(exchange.resourceType, exchange.requestedBy);
  }
}

/** Class of a resource of which only the type is known, e.g. from the browser's resource tree. */
export function classifyType(resourceType: string, requestedBy: RecordedExchange['requestedBy'] = 'page'): ResourceClass {
  switch (resourceType) {
    case 'Document':
    case 'Image':
    case 'Media':
      return 'shown';
    case 'Ping':
    case 'Prefetch':
    case 'Preflight':
    case 'CSPViolationReport':
    case 'SignedExchange':
      return 'background';
    case 'Other':
      // The site's icon, and reports; but a worker's own script as well.
      return requestedBy === 'page' || requestedBy === 'frame' ? 'background' : 'supporting';
    default:
      return 'supporting';
  }
}
