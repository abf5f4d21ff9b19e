import type { Check } from '../finding.js';

/** What is published is what is committed. */
export const committedCheck: Check = {
  name: 'committed',
  passed: 'everything is committed',
  async run({ uncommitted }) {
    if (uncommitted.size === 0) return [];
    const names = [...uncommitted].slice(0, 5).join(', ');
    const more = uncommitted.size > 5 ? ` and ${uncommitted.size - 5} more` : '';
    return [
      {
        level: 'warning',
        message: `${names}${more} changed since the last commit: a link opens what is committed and pushed, and so does the launch that is simulated here.`,
        mend: 'Commit and push.',
        commands: ['git commit --all --message="…"', 'git push'],
      },
    ];
  },
};
