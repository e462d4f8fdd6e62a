import type { VerifyProgress } from '../../core/package/verify-package.ts';
import { make, makeButton } from './elements.ts';
import { makeHostileText } from './hostile-text.ts';
import type { View } from './start-page.ts';
import type { Texts } from './texts.ts';

const STEPS = [
  'container',
  'files',
  'time',
  'custody',
  'exhibits',
  'archives',
  'recipes',
] as const satisfies readonly VerifyProgress['step'][];
/** Counted in bytes; the others in exhibits. */
const IN_BYTES: readonly VerifyProgress['step'][] = ['files', 'archives'];

/** How far a check is, and a way out of it. */
export class ProgressView implements View {
  readonly #name: string;
  readonly #onCancel: () => void;
  #last: VerifyProgress = { step: 'container', subject: '', done: 0, total: 0 };
  #update: () => void = () => undefined;

  constructor(name: string, onCancel: () => void) {
    this.#name = name;
    this.#onCancel = onCancel;
  }

  tell(progress: VerifyProgress): void {
    this.#last = progress;
    this.#update();
  }

  draw(texts: Texts): HTMLElement {
    const { say } = texts;
    const bar = make('progress', { 'aria-label': say('verifier.checking') });
    const detail = make('p', { class: 'soft', 'aria-live': 'off' });
    const subject = make('p', { class: 'soft subject' });
    const steps = new Map(STEPS.map((step) => [step, make('li', {}, say(`verifier.step.${step}`))]));
    this.#update = () => {
      const { step, done, total } = this.#last;
      for (const [name, item] of steps) {
        item.className = STEPS.indexOf(name) < STEPS.indexOf(step) ? 'done' : name === step ? 'now' : '';
        if (name === step) item.setAttribute('aria-current', 'step');
        else item.removeAttribute('aria-current');
      }
      if (total > 0) {
        bar.max = total;
        bar.value = Math.min(done, total);
      } else bar.removeAttribute('value');
      const count = IN_BYTES.includes(step) ? texts.bytes : texts.number;
      detail.textContent = total > 0 ? `${count(done)} / ${count(total)}` : '';
      subject.replaceChildren(makeHostileText(this.#last.subject, true));
    };
    this.#update();
    return make(
      'div',
      { class: 'checking' },
      make('h2', { tabindex: '-1' }, `${say('verifier.checking')} `, makeHostileText(this.#name)),
      make('ol', { class: 'steps' }, [...steps.values()]),
      bar,
      detail,
      subject,
      make('div', { class: 'actions' }, makeButton(say('verifier.cancel'), this.#onCancel)),
    );
  }
}
