import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;
/** `<random>.<HMAC>`, both base64url. */
const COOKIE = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/** Secret of one run of the app: kept by the supervisor, so that sessions outlive an engine that had to be started again. */
export function makeSecret(): string {
  return randomToken();
}

export function randomToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Cookies that carry their own proof: nothing has to be kept for a session. */
export class Sessions {
  readonly cookieName: string;
  readonly #secret: string;

  /** Cookies do not know ports: the name keeps two instances from overwriting each other's. */
  constructor(secret: string, port: number) {
    this.#secret = secret;
    this.cookieName = `pugmark-${port}`;
  }

  /** `Set-Cookie` of a new session. Ends with the browser's own session. */
  issue(): string {
    const id = randomToken();
    return `${this.cookieName}=${id}.${this.#proofOf(id)}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** True when the `Cookie` header holds a session of this run. */
  isHeldBy(cookieHeader: string | undefined): boolean {
    return (cookieHeader ?? '').split(';').some((part) => {
      const [name, value = ''] = part.trim().split('=', 2);
      const [, id = '', proof = ''] = COOKIE.exec(value) ?? [];
      return name === this.cookieName && id !== '' && isEqual(proof, this.#proofOf(id));
    });
  }

  #proofOf(id: string): string {
    return createHmac('sha256', this.#secret).update(`session ${id}`).digest('base64url');
  }
}

/** Compares secrets in a time that says nothing of where they differ. */
export function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** One-time tokens that were given out and not used. */
export class OneTimeTokens {
  readonly #unused = new Set<string>();
  readonly #limit: number;

  constructor(limit = 16) {
    this.#limit = limit;
  }

  /** A new one; the oldest is void when too many lie about. */
  issue(): string {
    const token = randomToken();
    this.#unused.add(token);
    for (const oldest of this.#unused) {
      if (this.#unused.size <= this.#limit) break;
      this.#unused.delete(oldest);
    }
    return token;
  }

  /** True once for each token given out. */
  redeem(token: string): boolean {
    const found = [...this.#unused].find((unused) => isEqual(unused, token));
    return found !== undefined && this.#unused.delete(found);
  }
}
