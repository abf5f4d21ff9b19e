// Stands for lodash/isEqual: Backbone brings underscore, which has the same.
export { isEqual as default } from 'underscore';
