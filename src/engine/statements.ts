import { makeStatement, withdrawStatement } from '../app/statements.ts';
import { withNormalisedMeans } from '../core/statements/normalise-means.ts';
import { findExhibitsOf } from '../core/statements/statement-exhibits.ts';
import type { STATEMENT_CALLS } from '../rpc/contract/statements.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';

/** What people say of a case. */
export function createStatementHandlers(context: EngineContext): Pick<Handlers, keyof typeof STATEMENT_CALLS> {
  return {
    'statements.list': ({ case: reference, exhibit }) => {
      const all = context.readCase(reference).listStatements();
      if (exhibit === undefined) return [...all];
      return all.filter(({ statement }) => findExhibitsOf(statement, all).includes(exhibit));
    },
    'statements.make': async ({ case: reference, ...given }) => {
      const made = await makeStatement(context.vault().openCase(reference), context.random, withNormalisedMeans(given));
      context.tellCase(reference);
      return [...made];
    },
    'statements.withdraw': ({ case: reference, ...withdrawn }) => {
      withdrawStatement(context.vault().openCase(reference), withdrawn);
      context.tellCase(reference);
      return {};
    },
  };
}
