// A module of our own, so that `patterns.ts` can load the package late: bundled, import() of a package is not the same.
export { RE2JS } from 're2js';
