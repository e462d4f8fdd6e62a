import type { EnvironmentArtifact } from '../../../core/model/accompanying-artifacts.ts';
import type { Texts } from '../../texts/texts.ts';
import type { CheckLine, Judgement } from '../survey/answer-check.ts';
import type { CaptureFacts } from '../survey/capture-survey.ts';

// What the records say of the machine, the browser and the connection. A precaution of which they are silent is 'not known', whoever took it.

type Judge = CheckLine['judge'];

/** Nothing in any record of this tool answers it. */
export function judgeUnrecorded(texts: Texts): Judge {
  return () => ({ answer: 'not-known', value: texts.say('form.says.notRecorded') });
}

export function judgeOperator(texts: Texts): Judge {
  return ({ operator, roles }) =>
    operator === undefined
      ? unknown(texts, roles.has('operator'))
      : { answer: 'done', value: texts.say('form.says.operator', { number: operator.serviceNumber }) };
}

export function judgeSystem(texts: Texts): Judge {
  return fromEnvironment(texts, ({ os }) => ({ answer: 'done', value: `${os.platform} ${os.release} (${os.architecture})` }));
}

/** Region as it was presented to the page: time zone and language of the station, and the language asked for where one was chosen. */
export function judgeRegion(texts: Texts): Judge {
  return fromEnvironment(texts, ({ timeZone, locale, choices: { language } }) => ({
    answer: 'done',
    value:
      language === undefined
        ? texts.say('form.says.region', { timeZone, locale })
        : texts.say('form.says.regionAsked', { timeZone, locale, language }),
  }));
}

export function judgeBrowser(texts: Texts): Judge {
  return ({ browser }) => ({
    answer: 'done',
    value: `${browser.product} · ${texts.say(browser.headless ? 'report.browser.headlessYes' : 'report.browser.headlessNo')}`,
  });
}

export function judgePresented(): Judge {
  return ({ browser }) => ({ answer: 'done', value: browser.userAgent });
}

/** Only an option in the record counts: what a browser does by itself is not in it. */
export function judgeExtensions(texts: Texts): Judge {
  return fromEnvironment(texts, ({ browser }) =>
    browser.flags.includes('--disable-extensions')
      ? { answer: 'done', value: texts.say('form.says.extensionsOff') }
      : { answer: 'not-known', value: texts.say('form.says.notRecorded') },
  );
}

/** That none was chosen does not mean that the system had none. */
export function judgeNoProxy(texts: Texts): Judge {
  return fromEnvironment(texts, ({ browser, choices }): Judgement => {
    if (choices.proxy !== undefined) return { answer: 'not-done', value: texts.say('form.says.proxy', { proxy: choices.proxy }) };
    if (browser.flags.includes('--no-proxy-server')) return { answer: 'done', value: texts.say('form.says.proxyOff') };
    return { answer: 'not-known', value: texts.say('form.says.noProxyChosen') };
  });
}

/** The same seen from the other side: was the address of the station masked? */
export function judgeMasking(texts: Texts): Judge {
  return fromEnvironment(texts, ({ choices }) =>
    choices.proxy === undefined
      ? { answer: 'not-known', value: texts.say('form.says.noProxyChosen') }
      : { answer: 'done', value: texts.say('form.says.proxy', { proxy: choices.proxy }) },
  );
}

/** The certificates that the connection showed: somebody in between who opens it shows others. */
export function judgeConnection(texts: Texts): Judge {
  return ({ tls, http, address }) => {
    if (http === undefined) return { answer: 'not-applicable', value: texts.say('form.says.noDocument') };
    if (tls === undefined) {
      return address.requested.startsWith('http:')
        ? { answer: 'not-done', value: texts.say('form.says.noTls') }
        : { answer: 'not-known', value: texts.say('form.says.notRecorded') };
    }
    const valid = texts.say(tls.valid ? 'report.tls.isValid' : 'report.tls.isInvalid');
    return {
      answer: tls.chain ? 'done' : 'not-known',
      value: `${texts.say(tls.chain ? 'form.says.chain' : 'form.says.noChain')}; ${valid}`,
    };
  };
}

export function judgeServer(texts: Texts): Judge {
  return ({ http }) => {
    if (http === undefined) return { answer: 'not-applicable', value: texts.say('form.says.noDocument') };
    if (http.server === undefined) return { answer: 'not-known', value: texts.say('form.says.notRecorded') };
    return { answer: 'done', value: texts.say(http.isProxy === true ? 'form.says.proxyAddress' : 'form.says.server') };
  };
}

/** A profile that was kept from earlier brings cookies, cache and a log-in; one made for the run has none of them at its start. */
export function judgeFreshProfile(texts: Texts): Judge {
  return fromEnvironment(texts, ({ choices }) =>
    choices.session === undefined
      ? { answer: 'done', value: texts.say('form.says.freshProfile') }
      : { answer: 'not-done', value: texts.say('form.says.keptProfile', { name: choices.session }) },
  );
}

/** As whom the page was looked at: that it is on record is what counts here, not which of the two it was. */
export function judgeIdentityUsed(texts: Texts): Judge {
  return fromEnvironment(texts, ({ choices }) => ({
    answer: 'done',
    value:
      choices.session === undefined ? texts.say('form.says.noKeptProfile') : texts.say('form.says.keptProfile', { name: choices.session }),
  }));
}

function fromEnvironment(texts: Texts, judge: (environment: EnvironmentArtifact) => Judgement): Judge {
  return ({ environment, roles }: CaptureFacts) =>
    environment === undefined ? unknown(texts, roles.has('environment')) : judge(environment);
}

function unknown(texts: Texts, isInRecord: boolean): Judgement {
  return { answer: 'not-known', value: texts.say(isInRecord ? 'form.says.withheld' : 'form.says.notRecorded') };
}
