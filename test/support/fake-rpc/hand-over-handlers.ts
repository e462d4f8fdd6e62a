import { PugmarkError } from '../../../src/core/errors.ts';
import type { Recipient } from '../../../src/core/model/recipient.ts';
import type { HAND_OVER_CALLS, ShownPackage } from '../../../src/rpc/contract/hand-over.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';

/** A register of one unit, and one package that went out and for which a receipt can come. */
export function makeHandOverHandlers(): Pick<Handlers, Exclude<keyof typeof HAND_OVER_CALLS, 'package.receive'>> {
  let recipients: Recipient[] = [
    {
      format: 'recipient/v1',
      id: '018f2c5e-7b5a-4c3e-9d2a-1f0b8a4c6e77',
      unit: 'Parket Antwerpen, afdeling leefmilieu',
      ageKey: `age1${'q'.repeat(58)}`,
      checkedHow: 'Read out over the telephone to +32 3 000 00 00',
      checkedAt: '2026-11-20T09:00:00.000Z',
    },
  ];
  let made: ShownPackage = {
    package: '018f2c5e-7b5a-4c3e-9d2a-1f0b8a4c6e99',
    profile: 'prosecutor',
    sealedAt: '2026-11-21T10:00:00.000Z',
    seal: `sha256:${'7a1d'.repeat(16)}`,
    fileSha256: `sha256:${'09be'.repeat(16)}`,
    recipient: 'Parket Antwerpen',
    receipts: [],
    times: { seal: 'pending', later: 0 },
  };
  const record = (kind: 'signed' | 'paper', from: string): { package: string; digest: string; from: string } => {
    const digest = `sha256:${'c0de'.repeat(16)}` as const;
    made = { ...made, receipts: [...made.receipts, { kind, digest, recordedAt: '2026-11-22T09:00:00.000Z', from }] };
    return { package: made.package, digest, from };
  };
  return {
    'recipients.list': () => recipients,
    'recipients.add': (given) => {
      const { person, receiptKey: _, ...rest } = given;
      const added: Recipient = {
        format: 'recipient/v1',
        id: crypto.randomUUID(),
        ...rest,
        ...(person === undefined ? {} : { person }),
        checkedAt: new Date().toISOString(),
      };
      recipients = [...recipients, added];
      return added;
    },
    'recipients.remove': ({ recipient }) => {
      recipients = recipients.filter(({ id }) => id !== recipient);
      return {};
    },
    'receipts.list': ({ case: reference }) => (reference === 'K-2026-014' ? [made] : []),
    'supplements.ask': () => {
      made = { ...made, times: { seal: 'granted', genTime: '2026-11-22T08:00:00.000Z', later: 2 } };
      return [made];
    },
    'supplements.save': ({ package: id }) => ({ path: `/home/.../pugmark/packages/time-stamps_${id}.zip`, sizeBytes: 7_400, tokens: 2 }),
    'receipts.add': () => {
      if (made.receipts.some(({ kind }) => kind === 'signed')) throw new PugmarkError('receipt-refused', 'It was recorded before');
      return record('signed', 'Parket Antwerpen');
    },
    'receipts.addPaper': ({ from }) => record('paper', from),
  };
}
