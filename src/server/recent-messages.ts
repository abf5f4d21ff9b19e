/** The last messages of a session, so that one that is sent again is passed on once. */
export interface RecentMessages {
  /** @returns false for a `msg_id` that was seen before */
  add(msgId: string): boolean;
}

export function createRecentMessages(remembered: number): RecentMessages {
  const seen = new Set<string>();
  return {
    add: (msgId) => {
      if (seen.has(msgId)) return false;
      seen.add(msgId);
      const [oldest] = seen;
      if (seen.size > remembered && oldest !== undefined) seen.delete(oldest);
      return true;
    },
  };
}
