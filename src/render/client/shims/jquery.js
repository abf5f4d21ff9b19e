/**
 * Stands for jQuery, of which the widgets' packages use one thing: `$(element)[0]` is the element. jQuery itself would be
 * a third of the page's script. A widget from elsewhere that works with `view.$el` would need it.
 */
export default function ElementList(element) {
  if (!(this instanceof ElementList)) return new ElementList(element);
  this[0] = element;
  this.length = 1;
}
