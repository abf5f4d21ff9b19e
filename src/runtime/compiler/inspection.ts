import type TypeScript from '@tslab/typescript-for-tslab';
import type { DocComments } from './doc-comments.js';
import type { Ts } from './typescript.js';

export interface InspectedPlace {
  ts: Ts;
  docComments: DocComments;
  program: TypeScript.Program;
  file: TypeScript.SourceFile;
  /** Offset into the file. */
  position: number;
}

/** TypeScript has it, and does not declare it. */
interface SignatureHelp {
  getSignatureHelpItems(
    program: TypeScript.Program,
    file: TypeScript.SourceFile,
    position: number,
    reason: { kind: 'invoked' },
    cancellation: TypeScript.CancellationToken,
  ): TypeScript.SignatureHelpItems | undefined;
}

const NEVER_CANCELLED: TypeScript.CancellationToken = {
  isCancellationRequested: () => false,
  throwIfCancellationRequested: () => {},
};

/** What stands at the place, or the signature of the call whose arguments are written there. */
export function inspectPlace(place: InspectedPlace): TypeScript.QuickInfo | undefined {
  const { ts, program, file, position } = place;
  restoreDocumentation(place);
  return (
    ts.getQuickInfoAtPosition(file, program.getTypeChecker(), NEVER_CANCELLED, position) ??
    inspectCall(place)
  );
}

function inspectCall({ ts, program, file, position }: InspectedPlace) {
  const { SignatureHelp } = ts as unknown as { SignatureHelp: SignatureHelp };
  const help = SignatureHelp.getSignatureHelpItems(
    program,
    file,
    position,
    { kind: 'invoked' },
    NEVER_CANCELLED,
  );
  const item = help?.items[help.selectedItemIndex];
  if (!help || !item) return undefined;
  const parameters = item.parameters.flatMap(({ displayParts }, index) =>
    index === 0 ? displayParts : [...item.separatorDisplayParts, ...displayParts],
  );
  const current = item.parameters[help.argumentIndex];
  const described = current?.documentation.map(({ text }) => text).join('');
  return {
    kind: ts.ScriptElementKind.callSignatureElement,
    kindModifiers: '',
    textSpan: help.applicableSpan,
    displayParts: [...item.prefixDisplayParts, ...parameters, ...item.suffixDisplayParts],
    documentation: described
      ? [...item.documentation, { text: `\n\n${current?.name}: ${described}`, kind: 'text' }]
      : item.documentation,
    tags: item.tags,
  };
}

/** Of the name at the place and of what is called around it. */
function restoreDocumentation({ ts, docComments, program, file, position }: InspectedPlace): void {
  const checker = program.getTypeChecker();
  const restore = (symbol: TypeScript.Symbol | undefined) => {
    const meant =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of meant?.declarations ?? []) docComments.restore(ts, declaration);
  };
  const visit = (node: TypeScript.Node): void => {
    if (node.pos > position || node.end < position) return;
    if (ts.isIdentifier(node)) restore(checker.getSymbolAtLocation(node));
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression } = node;
      restore(
        checker.getSymbolAtLocation(
          ts.isPropertyAccessExpression(expression) ? expression.name : expression,
        ),
      );
      const called = checker.getResolvedSignature(node)?.declaration;
      if (called && !ts.isJSDocSignature(called)) docComments.restore(ts, called);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
