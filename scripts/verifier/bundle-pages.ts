import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { buildPageFile, buildPolicy } from '../../src/verifier/page-file.ts';
import { PAGES, type PageName } from './pages.ts';
import type { KnownPage } from './releases.ts';

/** Stands in the script where the release is to stand: which one it is can be said only of the finished bytes. */
const RELEASE_MARK = '@pugmark-release@';

/** Sheets of reports on a screen, laid over each other. */
const REPORT_STYLES = ['report.css', 'form.css', 'screen.css', 'frame.css'];

/** A page without its release. */
export interface PageBundle {
  /** The file as that of a release. */
  asRelease(release: string): Uint8Array;
}

/** Bundles a page, with the same bytes wherever and whenever that is done. `others`: pages of other releases, which it will know. */
export async function bundlePage(root: string, name: PageName, others: readonly KnownPage[]): Promise<PageBundle> {
  const { entry, title, texts, showsReports } = PAGES[name];
  const reportStyle = showsReports ? REPORT_STYLES.map((path) => readText(join(root, 'resources', 'report', path))).join('\n') : '';
  const script = escapeScript(await bundleScript(root, { entry, texts, others, reportStyle }));
  const style = ['src/renderer/theme/tokens.css', 'src/verifier/page/page.css'].map((path) => readText(join(root, path))).join('\n');
  return {
    asRelease(release) {
      const ours = script.replaceAll(RELEASE_MARK, release);
      const policy = buildPolicy(digestOf(ours), showsReports ? [digestOf(style), digestOf(reportStyle)] : [digestOf(style)]);
      const file = buildPageFile({ release, title, policy, style, script: ours });
      const bytes = new TextEncoder().encode(file);
      // Half a surrogate pair would be lost, and with it the digest that the page finds for itself.
      if (new TextDecoder().decode(bytes) !== file || file.includes('\r')) throw new Error(`${name} cannot be written as it was bundled`);
      return bytes;
    },
  };
}

async function bundleScript(
  root: string,
  {
    entry,
    texts,
    others,
    reportStyle,
  }: { readonly entry: string; readonly texts: readonly string[]; readonly others: readonly KnownPage[]; readonly reportStyle: string },
): Promise<string> {
  const made = await build({
    configFile: false,
    root: join(root, 'src', 'verifier'),
    logLevel: 'error',
    define: {
      PUGMARK_RELEASE: JSON.stringify(RELEASE_MARK),
      PUGMARK_VIEWERS: JSON.stringify(others),
      PUGMARK_REPORT_STYLE: JSON.stringify(reportStyle),
    },
    plugins: [leaveOutTexts(texts)],
    build: {
      write: false,
      minify: true,
      // Chrome and Edge since 2024, Firefox ESR.
      target: ['chrome120', 'firefox128'],
      modulePreload: false,
      rolldownOptions: { input: join(root, 'src', 'verifier', entry), output: { format: 'iife', name: 'pugmark' } },
    },
  });
  const [output] = [made].flat();
  const chunks = output !== undefined && 'output' in output ? output.output : [];
  const [chunk] = chunks;
  if (chunk?.type !== 'chunk' || chunks.length !== 1) throw new Error(`${entry} was not bundled into one script`);
  return `${readLicences(root, chunk.moduleIds)}${chunk.code}`;
}

/** What the licences of the packages in it ask to stand in every copy. */
function readLicences(root: string, modules: readonly string[]): string {
  const names = new Set(
    modules.flatMap((id) => /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(id)?.[1]?.replace('\\', '/') ?? []),
  );
  const texts = [...names].toSorted().map((name) => {
    const path = ['LICENSE', 'LICENSE.md', 'LICENSE.txt']
      .map((file) => join(root, 'node_modules', name, file))
      .find((file) => existsSync(file));
    if (path === undefined) throw new Error(`${name} has no licence that could be read`);
    return `${name}\n\n${readText(path).trim().replaceAll('*/', '* /')}\n`;
  });
  return `/*\nThis file holds parts of these packages:\n\n${texts.join('\n')}*/\n`;
}

/** Catalogues without what the pages do not say, in the order of their keys. */
function leaveOutTexts(texts: readonly string[]): Plugin {
  return {
    name: 'leave-out-texts',
    enforce: 'pre',
    load(id) {
      if (!/[/\\]resources[/\\]locales[/\\][a-z]{2}\.json$/.test(id)) return undefined;
      const all: Readonly<Record<string, string>> = JSON.parse(readText(id));
      const said = Object.entries(all).filter(([key]) => texts.some((prefix) => key.startsWith(prefix)));
      return JSON.stringify(Object.fromEntries(said));
    },
  };
}

/** What would end the element or hide its end. */
function escapeScript(code: string): string {
  return code.trim().replaceAll(/<(?=\/script|!--|script)/gi, '\\x3c');
}

/** A checkout on Windows may have other line ends. */
function readText(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
