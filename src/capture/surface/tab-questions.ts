import type { Protocol } from 'puppeteer-core';
import type { PageQuestion } from '../../core/model/page-view.ts';
import type { PageAnswer } from '../../core/surface-ports.ts';
import { quotable } from '../browser/incident-log.ts';
import type { FileChooser, TabAttendant } from '../browser/tab-attendant.ts';
import type { OpenSelect } from './select-lists.ts';

const TEXT_CHARACTERS = 10_000;

interface Open {
  readonly question: PageQuestion;
  readonly isDialog: boolean;
  answer(answer: PageAnswer): Promise<void> | void;
}

/** What the page of a tab waits for the person with: one thing at a time, as browsers do. */
export class TabQuestions implements TabAttendant {
  readonly #tabId: string;
  readonly #maxDialogs: number;
  readonly #onChange: () => void;
  readonly #onDocument: () => void;
  #open: Open | undefined;
  #asked = 0;
  /** Dialogs of the document shown now: one that asks without end is not listened to for ever. */
  #dialogs = 0;

  constructor(options: {
    readonly tabId: string;
    readonly maxDialogs: number;
    readonly onChange: () => void;
    readonly onDocument: () => void;
  }) {
    this.#tabId = options.tabId;
    this.#maxDialogs = options.maxDialogs;
    this.#onChange = options.onChange;
    this.#onDocument = options.onDocument;
  }

  get question(): PageQuestion | undefined {
    return this.#open?.question;
  }

  /** Nothing is done for an id that is no longer asked. */
  async answer(questionId: string, answer: PageAnswer): Promise<void> {
    const open = this.#open;
    if (open?.question.id !== questionId) return;
    this.#close();
    await open.answer(answer);
  }

  /** Answers what is open as by Escape. */
  async refuse(): Promise<void> {
    if (this.#open !== undefined) await this.answer(this.#open.question.id, { accept: false });
  }

  askDialog(dialog: Protocol.Page.JavascriptDialogOpeningEvent, answer: (accept: boolean, text?: string) => Promise<void>): boolean {
    this.#dialogs += 1;
    if (this.#dialogs > this.#maxDialogs) return false;
    const id = this.#nextId();
    const text = shown(dialog.message);
    const kinds = {
      alert: () => ({ kind: 'alert', id, text }) as const,
      confirm: () => ({ kind: 'confirm', id, text }) as const,
      prompt: () => ({ kind: 'prompt', id, text, value: shown(dialog.defaultPrompt ?? '') }) as const,
      beforeunload: () => ({ kind: 'leave', id, text }) as const,
    };
    this.#ask({ question: kinds[dialog.type](), isDialog: true, answer: ({ accept, text: given }) => answer(accept, given) });
    return true;
  }

  dialogClosed(): void {
    if (this.#open?.isDialog === true) this.#close();
  }

  askFiles({ session, backendNodeId, multiple }: FileChooser): boolean {
    if (this.#open?.isDialog === true) return false;
    this.#ask({
      question: { kind: 'files', id: this.#nextId(), multiple },
      isDialog: false,
      answer: async ({ accept, files = [] }) => {
        if (!accept || files.length === 0) return;
        await session.send('DOM.setFileInputFiles', { files: multiple ? [...files] : files.slice(0, 1), backendNodeId });
      },
    });
    return true;
  }

  askSelect(select: OpenSelect): void {
    if (this.#open?.isDialog === true) return;
    const { box, multiple, options } = select;
    this.#ask({
      question: { kind: 'select', id: this.#nextId(), multiple, box, options: [...options] },
      isDialog: false,
      answer: async ({ accept, selected }) => {
        if (accept && selected !== undefined) await select.choose(selected);
      },
    });
  }

  documentShown(): void {
    this.#dialogs = 0;
    if (this.#open !== undefined) this.#close();
    this.#onDocument();
  }

  #ask(open: Open): void {
    this.#open = open;
    this.#onChange();
  }

  #close(): void {
    this.#open = undefined;
    this.#onChange();
  }

  #nextId(): string {
    this.#asked += 1;
    return `${this.#tabId}-q${this.#asked}`;
  }
}

/** A page's text, its lines kept. */
function shown(text: string): string {
  return text
    .slice(0, TEXT_CHARACTERS)
    .split('\n')
    .map((line) => quotable(line))
    .join('\n');
}
