import { findFoundExhibit } from '../app/exhibit-service.ts';
import { redact } from '../app/redact.ts';
import type { StoredDerivative } from '../core/model/derivative.ts';
import type { CaseReader, ImageCodec } from '../core/ports.ts';
import type { DerivativeItem, REDACTION_CALLS } from '../rpc/contract/redaction.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { artifactAddress } from './evidence-addresses.ts';
import type { ExhibitAccess } from './exhibit-access.ts';

/** Redacted copies of artifacts. */
export function createRedactionHandlers(
  context: EngineContext,
  access: ExhibitAccess,
  images: Pick<ImageCodec, 'burnIn'>,
): Pick<Handlers, keyof typeof REDACTION_CALLS> {
  return {
    'redactions.list': ({ case: reference, exhibit }) => {
      const reader = context.readCase(reference);
      const found = findFoundExhibit(reader, exhibit);
      access.look(reader, found);
      return reader.listDerivatives(found.summary.exhibit).map((one) => tellDerivative(reader, one));
    },
    'redactions.make': async ({ case: reference, ...request }) => {
      const reader = context.readCase(reference);
      // Whoever covers something has looked at it.
      access.look(reader, findFoundExhibit(reader, request.exhibit));
      const store = context.vault().openCase(reference);
      const made = await context.busy(() => redact(images, store, request));
      context.tellCase(reference);
      return tellDerivative(reader, made);
    },
  };
}

function tellDerivative(reader: CaseReader, { redaction, author, madeAt }: StoredDerivative): DerivativeItem {
  const address = artifactAddress({ case: reader.summary.id, exhibit: redaction.exhibit, name: redaction.derivative.name });
  return { redaction, author, madeAt, address };
}
