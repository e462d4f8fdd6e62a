import type { Observation } from '../../core/model/capture-record.ts';
import type { DocumentLoad } from '../recorder/recording.ts';

/** What must be said of a tab's addresses. `clicked`: the document at the click; `now`: the one that is shown at the end. */
export function buildAddressWarnings(clicked: DocumentLoad, now: DocumentLoad | undefined): Observation['warnings'] {
  const { leftOut } = clicked;
  return [
    ...(now?.loaderId === clicked.loaderId ? tellChanges(clicked, now) : []),
    // Lists of addresses hold the newest; a page can make any number of them.
    ...(leftOut.inPage === 0
      ? []
      : [
          {
            code: 'in-page-addresses-left-out',
            detail: `${leftOut.inPage} earlier changes of the address before the click are not listed`,
          },
        ]),
    ...(leftOut.path === 0 ? [] : [{ code: 'path-left-out', detail: `${leftOut.path} earlier addresses of this tab are not listed` }]),
  ];
}

/** A page may change its address, and what it shows, while it is captured: the pictures are then of more than one address. */
function tellChanges(clicked: DocumentLoad, now: DocumentLoad): Observation['warnings'] {
  // The oldest may have been left out of the list meanwhile: it is their number that tells.
  const before = clicked.leftOut.inPage + clicked.inPage.length;
  const count = now.leftOut.inPage + now.inPage.length - before;
  if (count <= 0) return [];
  const known = now.inPage[Math.max(0, before - now.leftOut.inPage)];
  const where =
    known === undefined ? '' : `, ${now.leftOut.inPage > before ? 'also' : 'first'} at ${known.time} to ${known.url.slice(0, 500)}`;
  return [{ code: 'address-changed-during-capture', detail: `after the click the page changed its address ${count} times${where}` }];
}
