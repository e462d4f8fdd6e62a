import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { lookup } from 'node:dns/promises';
import type { Clock } from '../../core/clock.ts';
import type { SntpAnswer } from '../../core/outbound-ports.ts';
import { outboundFailed } from './failure.ts';

const PACKET_BYTES = 48;
/** 1900-01-01 to 1970-01-01, in seconds (RFC 4330 section 3). */
const EPOCH_SECONDS = 2_208_988_800;
/** Of the timestamps that a packet holds. */
const ORIGINATE = 24;
const RECEIVE = 32;
const TRANSMIT = 40;

/** Throws `outbound-failed` for what is no `host:port`. The port may be left out. */
export function parseServer(text: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([0-9a-f:]+)\]|([^\s:/@[\]]{1,253}))(?::(\d{1,5}))?$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) throw outboundFailed(`${text} is no time server: write host or host:port`, { reason: 'server-malformed' });
  return { host, port: Number(match?.[3] ?? 123) };
}

/**
 * One question to an NTP server (RFC 4330), over IPv4 or IPv6. What we send as our time is random, so that an answer fits this question alone and
 * tells the server nothing. Throws `outbound-failed` for an answer that is none of a synchronised server.
 */
export async function askSntp(
  ports: { readonly clock: Clock; readonly random: (length: number) => Uint8Array },
  server: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<SntpAnswer> {
  const { address, family } = isIP(server.host) === 0 ? await lookup(server.host) : { address: server.host, family: isIP(server.host) };
  signal.throwIfAborted();
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    socket.connect(server.port, address);
    await once(socket, 'connect', { signal });
    return await ask(ports, socket, server.host, signal);
  } finally {
    socket.close();
  }
}

async function ask(
  { clock, random }: { readonly clock: Clock; readonly random: (length: number) => Uint8Array },
  socket: Socket,
  host: string,
  signal: AbortSignal,
): Promise<SntpAnswer> {
  const question = Buffer.alloc(PACKET_BYTES);
  // No warning of a leap second, version 4, client.
  question[0] = 0x23;
  const mark = Buffer.from(random(8));
  mark.copy(question, TRANSMIT);
  const originMs = Date.parse(clock.now());
  const startedMs = clock.monotonicMs();
  socket.send(question);
  for (;;) {
    const [packet] = await once(socket, 'message', { signal });
    if (!Buffer.isBuffer(packet)) continue;
    const tookMs = clock.monotonicMs() - startedMs;
    // Somebody else's, or an old one.
    if (packet.length < PACKET_BYTES || !packet.subarray(ORIGINATE, ORIGINATE + 8).equals(mark)) continue;
    const first = packet[0] ?? 0;
    const stratum = packet[1] ?? 0;
    if ((first & 0x07) !== 4 || first >> 6 === 3 || stratum === 0 || stratum > 15)
      throw outboundFailed(`${host} says that its own clock is not set, or wants not to be asked`, { reason: 'not-synchronised' });
    const receiveMs = readTime(packet, RECEIVE);
    const transmitMs = readTime(packet, TRANSMIT);
    if (receiveMs === undefined || transmitMs === undefined) throw outboundFailed(`${host} tells no time`, { reason: 'not-synchronised' });
    return { originMs, receiveMs, transmitMs, destinationMs: originMs + tookMs, stratum };
  }
}

/** Milliseconds of the Unix epoch. Seconds before 2^31 are counted from 2036 on (RFC 4330 section 3). */
function readTime(packet: Buffer, offset: number): number | undefined {
  const seconds = packet.readUInt32BE(offset);
  const fraction = packet.readUInt32BE(offset + 4);
  if (seconds === 0 && fraction === 0) return undefined;
  const era = seconds < 0x8000_0000 ? 0x1_0000_0000 : 0;
  return (seconds + era - EPOCH_SECONDS) * 1000 + (fraction / 0x1_0000_0000) * 1000;
}
