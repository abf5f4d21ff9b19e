import * as base from '@jupyter-widgets/base';
import * as common from './groups/common.js';

/** The class of a model or a view. */
export type WidgetClass = typeof base.WidgetModel | typeof base.WidgetView;
type Group = Readonly<Record<string, unknown>>;

/** What most pages need comes with the page's script; the rest when a page has a widget of it. */
const GROUPS = {
  numbers: () => import('./groups/numbers.js'),
  selection: () => import('./groups/selection.js'),
  containers: () => import('./groups/containers.js'),
  more: () => import('./groups/more.js'),
} satisfies Record<string, () => Promise<Group>>;

const IN_GROUP: Readonly<Record<Exclude<keyof typeof GROUPS, 'more'>, RegExp>> = {
  numbers: /^(?:Base)?(?:Bounded)?(?:Int|Float)(?!s)|^(?:Slider|Progress|Play)/,
  selection: /^(?:Dropdown|MultipleSelection|RadioButtons|Select(?!ionContainer)|ToggleButtons)/,
  containers: /^(?:Accordion|SelectionContainer|Stack|Tab)(?:Model|View)/,
};

/** The group that a class of `@jupyter-widgets/controls` comes with; undefined when the page's script brings it. */
function widgetGroup(className: string): keyof typeof GROUPS | undefined {
  if (Object.hasOwn(common, className)) return undefined;
  for (const name of ['numbers', 'selection', 'containers'] as const) {
    if (IN_GROUP[name].test(className)) return name;
  }
  return 'more';
}

/**
 * The class of a widget's model or view.
 * @throws Error for a package that this page does not have, or a class that the package does not
 */
export async function loadWidgetClass(className: string, moduleName: string): Promise<WidgetClass> {
  if (moduleName === '@jupyter-widgets/base') return pick(base, className);
  if (moduleName !== '@jupyter-widgets/controls') {
    throw new Error(
      `This page has no package ${moduleName}, which its widget ${className} is from.`,
    );
  }
  const group = widgetGroup(className);
  return pick(group ? await GROUPS[group]() : common, className);
}

function pick(group: Group, className: string): WidgetClass {
  const found = Object.hasOwn(group, className) ? group[className] : undefined;
  if (typeof found !== 'function') throw new Error(`There is no widget class ${className}.`);
  return found as WidgetClass;
}
