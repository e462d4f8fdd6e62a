import { readFormInput } from '../app/form-preview.ts';
import type { FormDocument } from '../core/forms/form-document.ts';
import { parseExhibitNumber } from '../core/ids.ts';
import { nodeCryptography } from '../platform/cryptography.ts';
import { systemClock } from '../platform/system-clock.ts';
import { buildForms } from '../reporting/forms/build-forms.ts';
import type { FORM_CALLS } from '../rpc/contract/forms.ts';
import type { ExportRequestInput } from '../rpc/contract/packages.ts';
import type { Handlers } from '../rpc/handlers.ts';
import { toolNameOf } from '../storage/vault-environment.ts';
import { readToolIdentity } from './composition.ts';
import type { EngineContext } from './engine-context.ts';
import { choicesOf } from './packages.ts';

/** The forms of an export before there is one. */
export function createFormHandlers(context: EngineContext): Pick<Handlers, keyof typeof FORM_CALLS> {
  return { 'forms.preview': (request, { signal }) => previewForms(context, request, signal) };
}

async function previewForms(context: EngineContext, request: ExportRequestInput, signal: AbortSignal): Promise<FormDocument[]> {
  const { profile, language, recipient, purpose, handling, answers } = request;
  const vault = context.vault();
  const input = await readFormInput(nodeCryptography, {
    vault,
    store: context.readCase(request.case),
    profile,
    choices: choicesOf(request),
    ...(request.exhibits === undefined ? {} : { exhibits: request.exhibits.map((exhibit) => parseExhibitNumber(exhibit) ?? 0) }),
    language,
    ...(isBlank(recipient) ? {} : { recipient }),
    ...(isBlank(purpose) ? {} : { purpose }),
    ...(handling === undefined ? {} : { handling }),
    ...(answers === undefined ? {} : { answers }),
    operator: vault.operator.serviceNumber,
    tool: toolNameOf(readToolIdentity()),
    now: systemClock.now(),
    signal,
  });
  return [...(await buildForms(profile, input, signal))];
}

function isBlank(text: string | undefined): text is undefined {
  return text === undefined || text.trim() === '';
}
