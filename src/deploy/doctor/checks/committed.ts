import type { Check, Finding } from '../finding.js';

const NO_REPOSITORY: Omit<Finding, 'check'> = {
  level: 'warning',
  message:
    'This folder is no git repository, or git is not installed: a link needs a repository that is public.',
  mend: 'Make one, and push it to a host such as GitHub.',
  commands: ['git init', 'git add --all', 'git commit --message="A notebook app"'],
};

/** What is published is what is committed. */
export const committedCheck: Check = {
  name: 'committed',
  passed: 'everything is committed',
  async run({ tracked, uncommitted }) {
    if (!tracked) return [NO_REPOSITORY];
    if (uncommitted.size === 0) return [];
    const names = [...uncommitted].slice(0, 5).join(', ');
    const more = uncommitted.size > 5 ? ` and ${uncommitted.size - 5} more` : '';
    return [
      {
        level: 'warning',
        message: `${names}${more} changed since the last commit, or came: a link opens what is committed and pushed, and so does the launch that is simulated here.`,
        mend: 'Commit and push.',
        commands: ['git add --all', 'git commit --message="…"', 'git push'],
      },
    ];
  },
};
