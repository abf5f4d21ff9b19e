import { build } from '../../scripts/build.mjs';

/** Brings dist/ up to date before the tests that run it; at once when it is. */
export const setup = () => build({ log: console.log });
