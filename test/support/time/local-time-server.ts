import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface LocalTimeServer {
  /** `127.0.0.1:port`. */
  readonly server: string;
  /** Questions that came. */
  readonly questions: Buffer[];
}

/**
 * An SNTP server (RFC 4330) on loopback whose clock is `aheadMs` before this machine's. `change` may spoil its answers.
 */
export async function startTimeServer(aheadMs: number, change: (answer: Buffer) => void = () => undefined): Promise<LocalTimeServer> {
  const questions: Buffer[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    questions.push(question);
    const answer = Buffer.alloc(48);
    // Version 4, server, stratum 2.
    answer[0] = 0x24;
    answer[1] = 2;
    question.copy(answer, 24, 40, 48);
    for (const offset of [32, 40]) writeTime(answer, offset, Date.now() + aheadMs);
    change(answer);
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { server: `127.0.0.1:${socket.address().port}`, questions };
}

function writeTime(packet: Buffer, offset: number, ms: number): void {
  packet.writeUInt32BE((Math.floor(ms / 1000) + 2_208_988_800) >>> 0, offset);
  packet.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 0x1_0000_0000), offset + 4);
}
