/**
 * What a notebook may know of the request by which its visitor came: the address of the page, and of the rest what the
 * operator has named. All of it comes from outside: a name that was not sent is `undefined`, and no value is to be trusted
 * but a user whom a proxy has logged in.
 */
export interface VisitorRequest {
  /** The page's query: of `?city=Rome`, `query.city` is `"Rome"`. A name that is given twice has its first value. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The query as it stands in the address, with its `?`; empty without one. For `new URLSearchParams(request.search)`. */
  readonly search: string;
  /** The headers that the operator lets notebooks see (`--request-header`), by their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The cookies that the operator lets notebooks see (`--request-cookie`). */
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Who is logged in, by the header that the operator's proxy sets (`--user-header`); undefined without one. */
  readonly user: string | undefined;
}

/** Of a notebook that nobody visits: in JupyterLab, in VS Code, on a command line. */
export const NO_REQUEST: VisitorRequest = Object.freeze({
  query: Object.freeze({}),
  search: '',
  headers: Object.freeze({}),
  cookies: Object.freeze({}),
  user: undefined,
});

/** The `query` of a request whose `search` is this. */
export function toQuery(search: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) query[name] ??= value;
  return { ...query };
}
