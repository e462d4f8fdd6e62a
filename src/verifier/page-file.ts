/** Parts of a page that is one file. */
export interface PageParts {
  readonly release: string;
  readonly title: string;
  /** Value of the policy, with the digests of style and script. */
  readonly policy: string;
  readonly style: string;
  readonly script: string;
}

/**
 * The file of these parts. The build writes it, and the page itself puts it together again from what it finds in its document: so it knows its own
 * digest, which no file can hold.
 */
export function buildPageFile({ release, title, policy, style, script }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="pugmark-release" content="${release}">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page checks a case package in your browser. It needs JavaScript, which is switched off here.</noscript>
<script>${script}</script>
</body>
</html>
`;
}

/**
 * Nothing from anywhere; the one script and the styles by their digests (base64); workers that are this script; pictures that the script made. A frame that
 * the page fills itself has this policy too, and can go nowhere: no address is allowed for frames.
 */
export function buildPolicy(scriptSha256: string, stylesSha256: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${scriptSha256}' 'wasm-unsafe-eval'`,
    `style-src ${stylesSha256.map((sha256) => `'sha256-${sha256}'`).join(' ')}`,
    'worker-src blob:',
    'img-src blob: data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
