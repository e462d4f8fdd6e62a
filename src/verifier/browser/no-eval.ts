import { config } from 'zod';

// No code is made from text. The library of the schemas would try whether it may, which the policy of the page refuses and browsers complain
// about aloud; it does so where a schema is made, so that this comes before all of them.
config({ jitless: true });
