import type { PracticeRequest, Reply } from '../server/reply.ts';

/** Answers a request, or leaves it to the next route. */
export type Route = (request: PracticeRequest) => Reply | Promise<Reply> | undefined;

/** A route for one exact path. */
export function at(path: string, answer: (request: PracticeRequest) => Reply | Promise<Reply>): Route {
  return (request) => (request.path === path ? answer(request) : undefined);
}

/** A route for paths that match; the handler gets what the groups caught. */
export function matching(
  pattern: RegExp,
  answer: (groups: readonly string[], request: PracticeRequest) => Reply | Promise<Reply> | undefined,
): Route {
  return (request) => {
    const match = pattern.exec(request.path);
    return match === null ? undefined : answer(match.slice(1), request);
  };
}

/** The first answer that a route gives, or `otherwise`. */
export function firstAnswer(
  routes: readonly Route[],
  request: PracticeRequest,
  otherwise: (request: PracticeRequest) => Reply,
): Reply | Promise<Reply> {
  for (const route of routes) {
    const reply = route(request);
    if (reply !== undefined) return reply;
  }
  return otherwise(request);
}

/** Fields of a form body (application/x-www-form-urlencoded). */
export function formOf(request: PracticeRequest): URLSearchParams {
  return new URLSearchParams(Buffer.from(request.body).toString('latin1'));
}
