const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi;
const TYPE = /\btype\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
const RUNNABLE = /^(?:|module|importmap|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;

/** The texts of the scripts in a piece of HTML that a browser would run, as its parser sees them. */
export function inlineScripts(text: string): string[] {
  return [...text.matchAll(SCRIPT)]
    .filter(([, attributes = '']) => {
      const type = TYPE.exec(attributes);
      return (
        !/\bsrc\s*=/i.test(attributes) && RUNNABLE.test(type?.[1] ?? type?.[2] ?? type?.[3] ?? '')
      );
    })
    .map(([, , code = '']) => code.replace(/\r\n?/g, '\n'));
}
