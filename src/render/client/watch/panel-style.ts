/** At the foot of the page, which stays in sight above it and can be scrolled clear of it. */
export const PANEL_STYLE = `
#eccola-problem {
  background: var(--surface);
  border: 1px solid var(--line);
  border-bottom: 0;
  border-radius: 10px 10px 0 0;
  border-top: 4px solid var(--danger);
  bottom: 0;
  box-shadow: 0 -4px 32px rgb(0 0 0 / 30%);
  box-sizing: border-box;
  color: var(--text);
  display: flex;
  flex-direction: column;
  font-family: var(--sans);
  gap: 0.6rem;
  left: max(0px, 50vw - 30rem);
  max-height: min(60vh, 34rem);
  padding: 0.9rem 1.25rem max(0.9rem, env(safe-area-inset-bottom));
  position: fixed;
  right: max(0px, 50vw - 30rem);
  z-index: 200;
}
#eccola-problem header { align-items: start; display: flex; gap: 1rem; justify-content: space-between; }
#eccola-problem h2 { font-size: 1.0625rem; line-height: 1.4; margin: 0; overflow-wrap: anywhere; }
#eccola-problem p { margin: 0; }
#eccola-problem small { color: var(--text-soft); font-size: 0.875rem; }
#eccola-problem button {
  background: none;
  border: 1px solid var(--line);
  border-radius: 6px;
  color: inherit;
  cursor: pointer;
  flex: none;
  font: inherit;
  font-size: 0.9375rem;
  padding: 0.2rem 0.7rem;
}
#eccola-problem pre {
  background: var(--surface-soft);
  border-radius: 6px;
  font: 0.875rem/1.5 var(--mono);
  margin: 0;
  min-height: 3rem;
  overflow: auto;
  padding: 0.7rem 0.9rem;
  tab-size: 2;
}
#eccola-problem mark {
  background: color-mix(in srgb, var(--danger) 18%, transparent);
  color: inherit;
  display: inline-block;
  font-weight: 600;
  width: 100%;
}
body:has(#eccola-problem) { padding-bottom: min(60vh, 34rem); }
body:has(#eccola-problem) #eccola-status { align-content: start; }
`;
