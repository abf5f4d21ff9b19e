import { eccola } from './eccola.mjs';
import { gradio } from './gradio.mjs';
import { solara } from './solara.mjs';
import { plainVoila, preheatedVoila } from './voila.mjs';

/**
 * Who takes part.
 * @typedef {object} Entry
 * @property {string} name for the command line and file names
 * @property {string} title for the table
 * @property {{ environment: string, name: string }} [distribution] the PyPI package whose version is shown
 * @property {(app: 'classify' | 'echo', port: number) => string[]} command
 * @property {string} cwd
 * @property {Record<string, string>} [env]
 * @property {string} readyPath answers 200 as soon as the server serves, without starting a session
 * @property {(app: 'classify' | 'echo') => string} pagePath
 * @property {number} restMs how long its work may pause before it is done (ms)
 * @property {number} [startUpMs] how long the processes stay that it needs only for its start (ms)
 * @property {number} [idleShare] the share of a core that it uses at rest
 * @property {Selectors} selectors
 *
 * @typedef {object} Selectors
 * @property {string} upload what opens the file chooser
 * @property {string} answer holds the label
 * @property {string} slider takes the keyboard
 * @property {string} [sliderVisible] what a visitor sees of it, if that is another element
 * @property {string} echo
 */

/** @type {readonly Entry[]} */
export const ENTRIES = [eccola, plainVoila, preheatedVoila, gradio, solara];
