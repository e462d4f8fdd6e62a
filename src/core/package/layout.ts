/** Where things lie in a bag, relative to its folder (docs/formats/package.md). */
export const PACKAGE_PATHS = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  manifestSha256: 'manifest-sha256.txt',
  manifestSha512: 'manifest-sha512.txt',
  tagManifestSha256: 'tagmanifest-sha256.txt',
  tagManifestSha512: 'tagmanifest-sha512.txt',
  seal: 'seal/seal.dsse.json',
  readMe: 'data/README.txt',
  /** One log line per line, segment after segment, each after a line `{"origin":"<origin>"}`. */
  log: 'data/custody/log.jsonl',
  /** The newest checkpoint note of the newest segment. */
  checkpoint: 'data/custody/checkpoint.note',
  /** `data/custody/checkpoints/<origin>/<size>.note` */
  checkpoints: 'data/custody/checkpoints',
  /** `data/custody/proofs/E-0001.tlog-proof` */
  proofs: 'data/custody/proofs',
  /** `data/custody/keys/<first 16 hex digits of the key id>.dsse.json` */
  keys: 'data/custody/keys',
  exhibits: 'data/exhibits',
  schemas: 'data/schemas',
} as const;
