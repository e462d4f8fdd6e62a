import { config } from 'zod';

// It would try whether it may make code from text, which the policy of the page refuses, and browsers complain about aloud.
config({ jitless: true });
