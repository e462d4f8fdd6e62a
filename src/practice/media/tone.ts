const SAMPLES_PER_SECOND = 8000;
const SECONDS = 2;

/** Two seconds of a bell-like tone: WAV, 8 bit, one channel. */
export function buildTone(): Uint8Array {
  const count = SAMPLES_PER_SECOND * SECONDS;
  const bytes = Buffer.alloc(44 + count);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + count, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  bytes.writeUInt32LE(SAMPLES_PER_SECOND, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(count, 40);
  for (let i = 0; i < count; i++) {
    const seconds = i / SAMPLES_PER_SECOND;
    const wave = Math.sin(2 * Math.PI * 523.25 * seconds) + 0.5 * Math.sin(2 * Math.PI * 784 * seconds);
    bytes[44 + i] = 128 + Math.round(60 * wave * Math.exp(-2.5 * seconds));
  }
  return bytes;
}
