/**
 * Lets nothing happen to a file that is dropped beside the place for it: a browser would open it in place of this page, with a check under way, and a
 * page that was captured would run as one that lies on this disk.
 */
export function refuseOtherDrops(): void {
  for (const type of ['dragover', 'drop'] as const) {
    window.addEventListener(type, (event) => {
      if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    });
  }
}
