import { defineConfig, type OxlintOverride } from 'oxlint';

/**
 * The layers of src/ and what each may import of ours (docs/architecture.md). A folder without a line here fails
 * the architecture test.
 */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  capture: ['core'],
  imaging: ['core'],
  packaging: ['core'],
  platform: ['core'],
  practice: ['core'],
  reporting: ['core'],
  storage: ['core'],
  verifier: ['core'],
  app: ['core'],
  rpc: ['core'],
  engine: ['core', 'app', 'rpc', 'capture', 'imaging', 'packaging', 'platform', 'practice', 'reporting', 'storage'],
  workstation: ['core', 'rpc', 'engine', 'platform'],
  main: ['core', 'rpc', 'engine', 'platform'],
  preload: ['rpc'],
  renderer: ['core', 'rpc'],
  cli: ['core', 'app', 'engine', 'capture', 'imaging', 'packaging', 'platform', 'practice', 'reporting', 'storage'],
};

/** Packages that one layer alone may name, so that they can be replaced there. */
export const PACKAGE_OWNERS: Readonly<Record<string, string>> = {
  'puppeteer-core': 'capture',
  'better-sqlite3': 'storage',
  sharp: 'imaging',
  uqr: 'imaging',
  commander: 'cli',
  '@commander-js/extra-typings': 'cli',
};

function forbidForeignImports(layer: string): OxlintOverride {
  const allowed = LAYERS[layer] ?? [];
  const foreignLayers = Object.keys(LAYERS).filter((other) => other !== layer && !allowed.includes(other));
  const foreignPackages = Object.keys(PACKAGE_OWNERS).filter((name) => PACKAGE_OWNERS[name] !== layer);
  const patterns = [
    {
      group: foreignLayers.map((other) => `**/${other}/**`),
      message: `src/${layer} imports ${allowed.join(', ') || 'core files'}, nothing else of ours`,
    },
    { group: foreignPackages.flatMap((name) => [name, `${name}/**`]), message: 'this package is named in the layer that owns it only' },
    { regex: '^node:', message: 'core runs in a browser too: a port instead of a node module' },
  ];
  const paths = { patterns: layer === 'core' ? patterns : patterns.slice(0, 2) };
  return { files: [`src/${layer}/**`], rules: { 'no-restricted-imports': ['error', paths] } };
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  env: { node: true, es2024: true },
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-default-export': 'error',
    'import/no-cycle': 'error',
    'no-empty': 'error',
    eqeqeq: 'error',
    'no-console': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'unicorn/prefer-node-protocol': 'error',
    'no-await-in-loop': 'off',
    'unicorn/no-array-sort': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
  },
  overrides: [
    ...Object.keys(LAYERS).map(forbidForeignImports),
    // What tests read back is what they are about to judge.
    { files: ['test/**'], rules: { 'typescript/no-unsafe-type-assertion': 'off' } },
    // Its ports lead to processes, and processes have no origin.
    { files: ['src/main/**', 'src/engine/**', 'test/main/**'], rules: { 'unicorn/require-post-message-target-origin': 'off' } },
    // These tools ask for a default export.
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
  ignorePatterns: ['node_modules', 'out', 'dist'],
});
