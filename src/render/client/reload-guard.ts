const STORAGE_KEY = 'eccola-reloaded-for';

/** Loads the page anew, once for each snapshot, so that a page that cannot get the right one does not load for ever. */
export function reloadOnceFor(snapshot: string): boolean {
  try {
    if (sessionStorage.getItem(STORAGE_KEY) === snapshot) return false;
    sessionStorage.setItem(STORAGE_KEY, snapshot);
  } catch {
    return false;
  }
  location.reload();
  return true;
}
