import { createHmac } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { z } from 'zod';
import { PugmarkError } from '../core/errors.ts';
import { isEqual, randomToken } from './access.ts';

// Two instances of one account on one machine, over loopback. Each shows that it has read the lock file, which is readable for
// that account alone: the first so that no other program gets an address, the second so that none is believed.

const LONGEST_MESSAGE = 2_000;
/** The running instance may still be starting. */
const ANSWER_TIMEOUT_MS = 20_000;
/** Who connects speaks at once. */
const QUESTION_TIMEOUT_MS = 5_000;

const questionSchema = z.strictObject({ nonce: z.string().min(40), proof: z.string() });
const answerSchema = z.strictObject({ url: z.string(), proof: z.string() });

export interface ServedInstance {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers later instances with what `issueUrl` gives. */
export async function serveInstance(secret: string, issueUrl: () => Promise<string>): Promise<ServedInstance> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    answer(socket).catch(() => socket.destroy());
  });

  async function answer(socket: Socket): Promise<void> {
    const question = questionSchema.parse(await readMessage(socket, QUESTION_TIMEOUT_MS));
    if (!isEqual(question.proof, proofOf(secret, 'ask', question.nonce))) throw new Error('a stranger');
    const url = await issueUrl();
    socket.end(`${JSON.stringify({ url, proof: proofOf(secret, 'answer', question.nonce, url) })}\n`);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new PugmarkError('io-failed', 'The app cannot listen on 127.0.0.1', { cause })));
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new PugmarkError('io-failed', 'The app has no TCP address');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** `nobody`: nothing listens there, or not an instance of ours. `silent`: something does and says nothing in time. */
export async function askInstance(
  port: number,
  secret: string,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<{ readonly url: string } | 'nobody' | 'silent'> {
  const nonce = randomToken();
  const socket = connect(port, '127.0.0.1');
  socket.write(`${JSON.stringify({ nonce, proof: proofOf(secret, 'ask', nonce) })}\n`);
  try {
    const answer = answerSchema.safeParse(await readMessage(socket, timeoutMs));
    if (!answer.success) return 'nobody';
    const { url, proof } = answer.data;
    return isEqual(proof, proofOf(secret, 'answer', nonce, url)) ? { url } : 'nobody';
  } catch (error) {
    return error instanceof Silence ? 'silent' : 'nobody';
  } finally {
    socket.destroy();
  }
}

class Silence extends Error {}

/** One line of JSON. */
function readMessage(socket: Socket, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Silence()), timeoutMs);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\n');
      if (end === -1 && text.length <= LONGEST_MESSAGE) return;
      settle(() => {
        try {
          resolve(JSON.parse(text.slice(0, end)));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('close', () => settle(() => reject(new Error('hung up'))));
  });
}

function proofOf(secret: string, ...words: readonly string[]): string {
  return createHmac('sha256', secret).update(words.join(' ')).digest('base64url');
}
