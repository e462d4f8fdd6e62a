import type { CDPSession, Protocol } from 'puppeteer-core';

/** An input of the page that wants files. */
export interface FileChooser {
  readonly session: CDPSession;
  readonly backendNodeId: number;
  readonly multiple: boolean;
}

/** A person who browses in a tab, as the tab's containment sees them: asked instead of refusing at once. */
export interface TabAttendant {
  /** The page stands still until `answer` is called. False: nobody is asked, it is refused. */
  askDialog(dialog: Protocol.Page.JavascriptDialogOpeningEvent, answer: (accept: boolean, text?: string) => Promise<void>): boolean;
  /** The dialog is no longer open, whoever closed it. */
  dialogClosed(): void;
  /** False: refused. */
  askFiles(chooser: FileChooser): boolean;
  /** The main frame shows another document. */
  documentShown(): void;
}
