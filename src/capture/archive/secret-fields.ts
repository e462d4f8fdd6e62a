/**
 * What counts as a credential (docs/formats/secrets.md). Closed lists: a field that is not here stays as it is,
 * unless its value holds the value of a cookie or of an Authorization field.
 */
export const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'cookie',
  'cookie2',
  'set-cookie',
  'set-cookie2',
  'dpop',
  'api-key',
  'apikey',
  'x-api-key',
  'x-apikey',
  'x-goog-api-key',
  'auth-token',
  'x-auth',
  'x-auth-key',
  'x-auth-token',
  'x-authorization',
  'x-access-token',
  'x-amz-security-token',
  'x-client-secret',
  'x-guest-token',
  'x-id-token',
  'x-jwt',
  'x-refresh-token',
  'x-session',
  'x-session-id',
  'x-session-token',
  'x-sessionid',
  'x-token',
  'x-user-token',
  'csrf-token',
  'x-csrf',
  'x-csrf-token',
  'x-csrftoken',
  'x-csrf-header',
  'xsrf-token',
  'x-xsrf-token',
  'x-fb-dtsg',
  'x-ig-www-claim',
]);

/** Fields that hold addresses. Addresses stay as they are everywhere in an archive, or nothing could be found in it. */
export const ADDRESS_FIELDS: ReadonlySet<string> = new Set(['content-location', 'link', 'location', 'origin', 'referer', 'refresh']);

/** Names of form fields and JSON keys that make a request body a credential, without regard to case, `-` and `_`. */
const SECRET_KEYS: ReadonlySet<string> = new Set(
  (
    'password passwd passwort kennwort wachtwoord motdepasse mdp contrasena senha parola pwd pass passphrase passcode ' +
    'newpassword oldpassword currentpassword confirmpassword passwordconfirmation password1 password2 repeatpassword encpassword ' +
    'userpassword userpass userpwd loginpassword loginpass loginpwd sessionpassword accountpassword ' +
    'otp totp otpcode onetimecode onetimepassword mfacode twofactorcode 2facode verificationcode securitycode smscode pin pincode ' +
    'secret clientsecret token accesstoken refreshtoken idtoken authtoken sessiontoken bearertoken csrftoken xsrftoken csrf xsrf ' +
    'authenticitytoken requestverificationtoken csrfmiddlewaretoken fbdtsg ' +
    'apikey apisecret cardnumber ccnumber cvc cvv cvv2 iban'
  ).split(' '),
);

/**
 * Names in a form body, of the parts of a multipart body, and the last part of JSON keys (also of JSON inside JSON).
 * A page chooses the body: each pattern takes time in proportion to its length, the last one by looking back from the colon.
 */
const NAMES = [
  /(?:^|[&;?])([^=&;\r\n]{1,200})=/g,
  /\bname="?([^"\r\n;]{1,200})"?/g,
  /"(?=\s*:)(?<=([^.:[\]"\\{]{1,200})[.:[\]\\{]{0,8}")/g,
];

/** True when a request body of any form, query or JSON kind, or a piece of one, holds a field that is named like a credential. */
export function isSecretBody(bytes: Uint8Array): boolean {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // Escaped brackets of wrapped names, and JSON inside a form field.
  const text = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return NAMES.some((pattern) => {
    for (const [, name = ''] of text.matchAll(pattern)) if (isSecretName(name)) return true;
    return false;
  });
}

/** Of a wrapped name (`user[password]`, `login.pass`) the last part counts. */
function isSecretName(name: string): boolean {
  const last = name.split(/[.:[\]"\\{]+/).findLast((part) => part !== '') ?? '';
  return SECRET_KEYS.has(last.toLowerCase().replace(/[-_\s]/g, ''));
}
