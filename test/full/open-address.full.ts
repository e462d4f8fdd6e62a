import { describeOver } from '../support/browser-kinds.ts';
import { defineOpenAddressTests } from '../support/open-address-tests.ts';

describeOver('debugger', 'openAddress', defineOpenAddressTests);
