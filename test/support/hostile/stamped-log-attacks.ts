import { buildCheckpointNote } from '../../../src/core/custody/checkpoint.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { subjectPath } from '../../../src/core/package/time-paths.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { AA, noteOf, ORIGIN, SECOND, stranger } from '../package/faults.ts';
import { digestOf, type Station, type Twists } from '../package/twists.ts';
import {
  newestNoteOf,
  payload,
  putStamp,
  STAMPED_AT,
  takeBefore,
  tokenOver,
  upperPath,
  type TimeAttackRow,
  type TimeHands,
} from './stamped-package.ts';

/** An entry is gone, and all after it was signed anew. */
const REWRITTEN: Twists = { event: (event) => (event.type === 'exhibit.viewed' ? [] : [event]) };

/** `noted` is stamped besides, honestly: what counts is what it is over. */
const stampedNote = (noted: (station: Station) => string): TimeHands =>
  payload((files, station) => {
    const note = toUtf8(noted(station));
    putStamp(files, note, 'note', tokenOver(note, STAMPED_AT));
  });

/** Stamped logs that were rewritten, back-dated or exchanged. */
export const STAMPED_LOG_ROWS: readonly TimeAttackRow[] = [
  {
    what: 'the log was rewritten, and the time stamp of its old checkpoint put over the new one',
    codes: ['token-wrong'],
    hands: async () => {
      const old = await takeBefore();
      const token = old.get(upperPath(old, 'tsr')) ?? new Uint8Array();
      return { twists: { ...REWRITTEN, payload: (files) => files.set(upperPath(files, 'tsr'), token) } };
    },
  },
  {
    what: 'the log was rewritten, and its old checkpoint kept with its time stamp',
    codes: ['token-subject-wrong'],
    hands: async () => {
      const old = newestNoteOf(await takeBefore());
      return {
        times: { checkpoint: undefined },
        twists: { ...REWRITTEN, payload: (files) => putStamp(files, old, 'note', tokenOver(old, STAMPED_AT)) },
      };
    },
  },
  {
    what: 'the log was rewritten, and the time stamps over its checkpoints left out',
    codes: [],
    exitCode: 0,
    hands: { times: { checkpoint: undefined }, twists: REWRITTEN },
  },
  {
    what: 'a time stamp was left out that the log tells of',
    codes: ['token-missing'],
    exitCode: 0,
    hands: {
      twists: {
        event: (event) =>
          event.type === 'exhibit.viewed'
            ? [event, { type: 'checkpoint.timestamped', digest: AA, details: { subject: 'checkpoint' } }]
            : [event],
      },
    },
  },
  {
    what: 'captures back-dated to before the start of their session was stamped',
    codes: ['time-contradiction'],
    hands: { times: { session: '2026-03-02T08:30:00Z' } },
  },
  {
    what: 'captures post-dated to after the checkpoint that covers them was stamped',
    codes: ['time-contradiction'],
    hands: { times: { session: undefined, checkpoint: '2026-03-02T07:30:00Z' } },
  },
  {
    what: 'a session stamped after the checkpoint that covers its captures',
    codes: ['time-contradiction'],
    hands: { times: { session: '2026-03-02T08:04:00Z', checkpoint: '2026-03-02T08:02:00Z' } },
  },
  {
    what: 'a package that claims to be made after its seal was stamped',
    codes: ['time-contradiction'],
    hands: { times: { seal: '2026-03-02T08:30:00Z' } },
  },
  {
    what: 'a package back-dated to before the time stamps that it holds',
    codes: ['time-contradiction'],
    hands: { times: { checkpoint: '2026-03-02T09:20:00Z' } },
  },
  {
    what: 'the time stamp of an earlier checkpoint put over the newest one',
    codes: ['token-wrong'],
    hands: payload((files) => {
      const earlier = files.get(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/3.note`) ?? new Uint8Array();
      files.set(upperPath(files, 'tsr'), tokenOver(earlier, '2026-03-02T08:00:10Z'));
    }),
  },
  {
    what: 'captures whose only stamped checkpoint is from before they ended',
    codes: [],
    exitCode: 0,
    hands: {
      times: { checkpoint: undefined },
      twists: {
        payload: (files) => {
          const note = files.get(`${PACKAGE_PATHS.checkpoints}/${ORIGIN}/3.note`) ?? new Uint8Array();
          putStamp(files, note, 'note', tokenOver(note, '2026-03-02T08:00:10Z'));
        },
      },
    },
  },
  {
    what: 'a stamped checkpoint of another log',
    codes: ['token-subject-wrong'],
    hands: stampedNote(({ log }) => buildCheckpointNote(nodeHashing, { origin: SECOND, size: 3, root: AA }, log)),
  },
  {
    what: 'a stamped checkpoint of another state of the log',
    codes: ['token-subject-wrong'],
    hands: stampedNote((station) => noteOf(5, 'aa', station)),
  },
  {
    what: 'a stamped checkpoint that a stranger signed',
    codes: ['token-subject-wrong'],
    hands: stampedNote(() => noteOf(5, 'aa', { log: stranger })),
  },
  {
    what: 'a stamped start of a session that the log does not have',
    codes: ['token-subject-wrong'],
    hands: payload((files) => {
      const start = toUtf8('{"type":"session.started"}');
      putStamp(files, start, 'entry', tokenOver(start, '2026-03-02T07:00:00Z'));
    }),
  },
  {
    what: 'a time stamp over something that is not in the package',
    codes: ['token-subject-wrong'],
    hands: payload((files) => void files.delete(subjectPath(digestOf(newestNoteOf(files)), 'note'))),
  },
  {
    what: 'a checkpoint among those stamped that nobody was asked to stamp',
    codes: ['token-subject-wrong'],
    hands: payload((files, station) => {
      const note = toUtf8(noteOf(5, 'aa', station));
      files.set(subjectPath(digestOf(note), 'note'), note);
    }),
  },
  {
    what: 'a stamped checkpoint that lies there as an entry too',
    codes: ['token-subject-wrong'],
    hands: payload((files) => {
      const note = newestNoteOf(files);
      files.set(subjectPath(digestOf(note), 'entry'), note);
    }),
  },
];
