import { z } from 'zod';
import { handedOverSchema } from '../../core/model/hand-over.ts';
import { countSchema, utcTimeSchema } from '../../core/model/primitives.ts';
import { recipientSchema } from '../../core/model/recipient.ts';
import { caseSchema, givenFileSchema, idSchema, nothing, procedure } from './define.ts';
import { jobSchema, laterTokens, lockKeys, trusted } from './packages.ts';

/** A package of a case as the window shows it. */
const shownPackageSchema = handedOverSchema.extend({
  /** How its time stamps stand; absent where nobody is asked: practice, and packages without a custody log. */
  times: z
    .strictObject({
      /** Of its seal; `none`: nobody was asked. */
      seal: z.enum(['granted', 'pending', 'refused', 'none']),
      /** Not after this, by the clock of an authority; with `granted`. */
      genTime: utcTimeSchema.optional(),
      /** Time stamps that came after it was made, which it does not hold. */
      later: countSchema,
    })
    .optional(),
});
export type ShownPackage = Readonly<z.infer<typeof shownPackageSchema>>;

/** The register of recipients, packages that came from others, and receipts for those that went out. */
export const HAND_OVER_CALLS = {
  'recipients.list': procedure(nothing, z.array(recipientSchema)),
  'recipients.add': procedure(
    z.strictObject({
      unit: z.string().min(1).max(200),
      person: z.string().max(200).optional(),
      /** `age1...` */
      ageKey: z.string().min(1).max(4000),
      /** Fingerprint `sha256:...`, or the public key (PEM) or certificate of their station's identity as text. */
      receiptKey: z.string().max(64_000).optional(),
      checkedHow: z.string().min(1).max(1000),
    }),
    recipientSchema,
  ),
  'recipients.remove': procedure(z.strictObject({ recipient: z.uuid() }), nothing),
  /**
   * Verifies a package; when nothing speaks against it, signs a receipt and enters that in the log of the case (`received` of the job). When
   * something does, the job is done without one. `continue` makes a case that goes on from the package, and keeps it there.
   */
  'package.receive': procedure(
    z
      .strictObject({
        /** A case of this vault, or a new one: one of the two. */
        case: caseSchema.optional(),
        continue: z
          .strictObject({ reference: caseSchema, title: z.string().min(1).max(500), basis: z.string().max(2000).optional() })
          .optional(),
        /** The package becomes an exhibit of the case; a continued one always keeps it. */
        keep: z.boolean().optional(),
        /** `job`: the package that this job verified and still holds, with the keys that were given for it. */
        file: z.union([...givenFileSchema.options, z.strictObject({ job: idSchema })]),
        name: z.string().max(1000),
        trustKeys: trusted.optional(),
        tokens: laterTokens.optional(),
        ...lockKeys,
        /** Absolute path of the folder for the receipt; absent: the station's own folder for packages. */
        folder: z.string().max(4096).optional(),
      })
      .refine((asked) => (asked.case === undefined) !== (asked.continue === undefined), 'expected a case, or one to be continued'),
    jobSchema,
  ),
  /** Packages that a case sealed, oldest first, with the receipts for each. */
  'receipts.list': procedure(z.strictObject({ case: caseSchema }), z.array(shownPackageSchema)),
  /** Asks the vault's authorities now for everything of the case that nobody has confirmed, its packages too; some seconds at most, the rest comes by itself. */
  'supplements.ask': procedure(z.strictObject({ case: caseSchema }), z.array(shownPackageSchema)),
  /** The time stamps that a package does not hold, as a file for its receiver. Throws `usage` when there are none. */
  'supplements.save': procedure(
    z.strictObject({
      case: caseSchema,
      package: z.uuid(),
      /** Absolute path of a folder; absent: the station's own folder for packages. */
      folder: z.string().max(4096).optional(),
    }),
    z.strictObject({ path: z.string(), sizeBytes: countSchema, tokens: countSchema }),
  ),
  /** A signed receipt that came back. Refused as `receipt-refused`, with `details.reason`. */
  'receipts.add': procedure(
    z.strictObject({ case: caseSchema, file: givenFileSchema }),
    z.strictObject({ package: idSchema, digest: z.string(), from: z.string() }),
  ),
  /** The scan of a signed paper: an exhibit of kind `received`, and in the log a receipt of kind `paper`. */
  'receipts.addPaper': procedure(
    z.strictObject({
      case: caseSchema,
      file: givenFileSchema,
      name: z.string().min(1).max(1000),
      /** May be left out when the case sealed one package only. */
      package: z.uuid().optional(),
      from: z.string().min(1).max(1000),
    }),
    z.strictObject({ package: idSchema, digest: z.string(), from: z.string() }),
  ),
} as const;
