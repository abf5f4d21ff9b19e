import type { NotebookLanguage } from '../../../protocol/nbformat.js';

/** What `kernel_info_reply` says beside the protocol's version. */
export interface KernelInfo {
  implementation: string;
  implementation_version: string;
  language_info: {
    name: string;
    version: string;
    mimetype: string;
    file_extension: string;
    codemirror_mode: { name: string; mode: string; typescript: boolean };
  };
  banner: string;
  help_links: { text: string; url: string }[];
}

export interface Versions {
  eccola: string;
  /** Of TypeScript, or of ECMAScript for a JavaScript notebook. */
  language: string;
}

export function createKernelInfo(language: NotebookLanguage, versions: Versions): KernelInfo {
  const typescript = language === 'typescript';
  const name = typescript ? 'TypeScript' : 'JavaScript';
  return {
    implementation: 'eccola',
    implementation_version: versions.eccola,
    language_info: {
      name: language,
      version: versions.language,
      mimetype: typescript ? 'text/typescript' : 'text/javascript',
      file_extension: typescript ? '.ts' : '.js',
      codemirror_mode: { name: 'javascript', mode: language, typescript },
    },
    banner: `eccola ${versions.eccola}: ${name} ${versions.language}`,
    help_links: [],
  };
}
