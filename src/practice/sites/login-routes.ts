import { PRACTICE_LOGIN } from '../login.ts';
import type { Platform } from '../platforms/platform.ts';
import { platformDocument } from '../platforms/platform-document.ts';
import { markup } from '../server/markup.ts';
import { redirectReply, type Reply } from '../server/reply.ts';
import { at, formOf, type Route } from './routes.ts';
import type { SiteOptions } from './site-options.ts';

/** Where to go after the login: a path of this site and nothing else. */
function nextOf(text: string | null): string {
  return text !== null && /^\/(?!\/)/.test(text) ? text : '/';
}

/** The login form of a platform and what it is sent to. */
export function buildLoginRoutes(platform: Platform, { context, sessions }: SiteOptions): readonly Route[] {
  const { words } = platform;

  function form(next: string, failed: boolean): Reply {
    const document = platform.renderPage(context, {
      title: `${words.login} - ${platform.name}`,
      body: markup`<form class="form" method="post" action="${PRACTICE_LOGIN.path}"><h1>${words.login}</h1><p>${words.loginIntro}</p>${failed && markup`<p class="wrong">${words.loginFailed}</p>`}
<input type="hidden" name="next" value="${next}">
<label for="user">${words.user}</label><input id="user" name="${PRACTICE_LOGIN.userField}" autocomplete="username">
<label for="password">${words.password}</label><input id="password" name="${PRACTICE_LOGIN.passwordField}" type="password" autocomplete="current-password">
<button id="login">${words.login}</button></form>`,
    });
    return platformDocument(platform, document, failed ? 401 : 200);
  }

  return [
    at(PRACTICE_LOGIN.path, (request) => {
      if (request.method !== 'POST') return form(nextOf(request.query.get('next')), false);
      const fields = formOf(request);
      const next = nextOf(fields.get('next'));
      const token = sessions.open(fields.get(PRACTICE_LOGIN.userField) ?? '', fields.get(PRACTICE_LOGIN.passwordField) ?? '');
      if (token === undefined) return form(next, true);
      return redirectReply(303, next, [['set-cookie', `${PRACTICE_LOGIN.cookieName}=${token}; Path=/; HttpOnly; SameSite=Lax`]]);
    }),
    at('/logout', (request) => {
      sessions.close(request.cookies.get(PRACTICE_LOGIN.cookieName) ?? '');
      return redirectReply(302, '/', [['set-cookie', `${PRACTICE_LOGIN.cookieName}=; Path=/; Max-Age=0`]]);
    }),
  ];
}
