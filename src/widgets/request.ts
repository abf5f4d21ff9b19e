import type { VisitorRequest } from '../protocol/visitor-request.js';
import { getHost } from './host.js';

/**
 * The request by which the visitor came. A cell that reads it can only run once somebody is there, so a published notebook
 * whose cells read it is not run ahead: each visitor's kernel runs it while they look. Read in a handler it costs nothing.
 *
 * In JupyterLab nobody visits: everything in it is empty, and `user` is undefined.
 *
 * @example
 * const city = request.query.city ?? "Rome";        // …/weather.ipynb?city=Oslo
 * display(new Label(`Hello ${request.user ?? "stranger"}`));
 */
export const request: VisitorRequest = Object.freeze({
  get query() {
    return getHost().request().query;
  },
  get search() {
    return getHost().request().search;
  },
  get headers() {
    return getHost().request().headers;
  },
  get cookies() {
    return getHost().request().cookies;
  },
  get user() {
    return getHost().request().user;
  },
});
