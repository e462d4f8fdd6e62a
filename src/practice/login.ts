import { createHash } from 'node:crypto';

/** The only account of the practice market. Nobody's: it opens nothing anywhere else. */
export const PRACTICE_LOGIN = {
  userName: 'practice-visitor',
  password: 'paper-lantern-7-fiction',
  /** Path of the form on every platform; `?next=<path>` leads on. */
  path: '/login',
  userField: 'user',
  passwordField: 'password',
  /** Name of the session cookie. */
  cookieName: 'pm_session',
} as const;

/** Sessions of visitors. Tokens look like those of real sites; they only say that someone typed the published password. */
export class PracticeSessions {
  readonly #tokens = new Set<string>();

  /** A new session's token, or undefined when the credentials are wrong. */
  open(userName: string, password: string): string | undefined {
    if (userName !== PRACTICE_LOGIN.userName || password !== PRACTICE_LOGIN.password) return undefined;
    const token = createHash('sha256')
      .update(`practice session ${this.#tokens.size + 1}`)
      .digest('base64url');
    this.#tokens.add(token);
    return token;
  }

  isOpen(token: string | undefined): boolean {
    return token !== undefined && this.#tokens.has(token);
  }

  close(token: string): void {
    this.#tokens.delete(token);
  }
}
