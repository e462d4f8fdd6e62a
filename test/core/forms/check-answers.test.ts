import { describe, expect, it } from 'vitest';
import { checkAnswers, findAnswerFaults, ANSWER_FAULTS } from '../../../src/core/forms/check-answers.ts';
import { FORM_QUESTIONS, formAnswersSchema } from '../../../src/core/forms/form-questions.ts';
import { PACKAGE_LANGUAGES } from '../../../src/core/package/report-input.ts';
import { PROFILES } from '../../../src/core/package/profiles.ts';
import { createTexts } from '../../../src/reporting/texts/texts.ts';

describe('questions of the forms', () => {
  it.each(PACKAGE_LANGUAGES)('have words in %s, with those of their choices and of every fault', (language) => {
    const texts = createTexts(language);
    const codes = [
      ...PROFILES.flatMap((profile) => FORM_QUESTIONS[profile]).flatMap(({ id, choices = [] }) => [
        `question.${id}`,
        ...choices.map((choice) => `question.${id}.${choice}`),
      ]),
      ...ANSWER_FAULTS.map((fault) => `answerFault.${fault}`),
    ];
    expect(codes.length).toBeGreaterThan(60);
    expect(codes.filter((code) => texts.sayCode('form', code) === undefined)).toEqual([]);
  });

  it('are asked once per profile, and mean the same in all', () => {
    for (const profile of PROFILES) {
      const ids = FORM_QUESTIONS[profile].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      // What an answer is kept under.
      expect(formAnswersSchema.safeParse(Object.fromEntries(ids.map((id) => [id, 'x']))).success).toBe(true);
    }
    const all = PROFILES.flatMap((profile) => FORM_QUESTIONS[profile]);
    for (const one of all) expect(all.filter(({ id }) => id === one.id).every((other) => other.kind === one.kind)).toBe(true);
  });
});

describe('answers', () => {
  it('are taken when every one is of its kind, also when only what must be there is', () => {
    expect(findAnswerFaults('platform', { 'notice-agreed': 'no' })).toEqual([]);
    expect(
      findAnswerFaults('platform', {
        'notice-agreed': 'yes',
        'notifier-name': 'Ann Example',
        'illegality-reasons': 'Annex A,\n\tno certificate\r\nshown',
        'range-from': '2028-02-29',
        'range-until': '2028-02-29',
      }),
    ).toEqual([]);
    expect(() => checkAnswers('europol', { 'evidential-use': 'to-be-asked' })).not.toThrow();
    expect(() => checkAnswers('prosecutor', {})).not.toThrow();
  });

  it('are refused one by one, with what is wrong', () => {
    expect(
      findAnswerFaults('platform', {
        'platform-name': '  ',
        'notifier-name': 'two\nlines',
        'notifier-email': 'x'.repeat(501),
        'illegality-reasons': 'bell \u0007',
        'bona-fide': 'true',
        'range-from': '2026-02-29',
        court: 'Antwerp',
      }),
    ).toEqual([
      { question: 'platform-name', code: 'empty' },
      { question: 'notifier-name', code: 'not-one-line' },
      { question: 'notifier-email', code: 'too-long' },
      { question: 'illegality-reasons', code: 'not-plain-text' },
      { question: 'bona-fide', code: 'not-yes-or-no' },
      { question: 'range-from', code: 'not-a-day' },
      { question: 'notice-agreed', code: 'missing' },
      { question: 'court', code: 'unknown-question' },
    ]);
    expect(findAnswerFaults('europol', { 'evidential-use': 'yes' })).toEqual([{ question: 'evidential-use', code: 'not-a-choice' }]);
    expect(findAnswerFaults('platform', { 'notice-agreed': 'no', 'range-from': '2026-03-02', 'range-until': '2026-03-01' })).toEqual([
      { question: 'range-until', code: 'ends-before-it-begins' },
    ]);
  });

  it('stop an export with one error that names the question and not the answer', () => {
    const error = { code: 'answers-refused', details: { question: 'retention-until', reason: 'not-a-day' } };
    expect(() => checkAnswers('interpol', { 'retention-until': 'secret day' })).toThrow(expect.objectContaining(error));
    expect(() => checkAnswers('interpol', { 'retention-until': 'secret day' })).not.toThrow(/secret/);
    // A property of every object is no answer.
    expect(findAnswerFaults('prosecutor', JSON.parse('{"__proto__":"x"}') as Record<string, string>)).toEqual([
      { question: '__proto__', code: 'unknown-question' },
    ]);
  });
});
