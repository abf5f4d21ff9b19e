import { NO_REQUEST, type VisitorRequest } from '../../../protocol/visitor-request.js';

/** What the notebook sees of its visitor's request. */
export class RequestSource {
  readonly #onEarlyRead: () => void;
  #request: VisitorRequest | undefined;

  /** @param published a visitor will come; otherwise nobody ever does */
  constructor(published: boolean, onEarlyRead: () => void) {
    this.#onEarlyRead = onEarlyRead;
    this.#request = published ? undefined : NO_REQUEST;
  }

  set(request: VisitorRequest): void {
    this.#request = request;
  }

  /** @throws Error before the visitor is there: no value would be true of them */
  read(): VisitorRequest {
    if (this.#request) return this.#request;
    this.#onEarlyRead();
    throw new Error(
      'There is no request before a visitor comes. A notebook whose cells read it is run for each visitor.',
    );
  }
}
