import type TypeScript from '@tslab/typescript-for-tslab';
import type { Ts } from './typescript.js';

/** tslab's name for the cell that it compiles. */
const CELL_FILE = /\/__tslab__\.[tj]s$/;

type Visit = (node: TypeScript.Node) => TypeScript.Node;

/**
 * Lets what a cell's code says of earlier cells' variables mean them where tslab's converter, which makes `exports.x` of
 * `x`, looks at names alone: in `{ x }`; in the `x` of `const { x: y } = …`, which is no variable; and in a call, which is
 * none of a method of `exports`. It must come before tslab's own transformer, and leaves the rest to that.
 * @param declarations the file that declares the earlier variables
 */
function referToEarlierVariables(
  ts: Ts,
  checker: TypeScript.TypeChecker,
  declarations: TypeScript.SourceFile,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const { factory } = ts;
  const isEarlier = (symbol: TypeScript.Symbol | undefined) =>
    symbol?.declarations?.some((node) => node.getSourceFile() === declarations) ?? false;
  const isEarlierName = (node: TypeScript.Node): node is TypeScript.Identifier =>
    ts.isIdentifier(node) && isEarlier(checker.getSymbolAtLocation(node));
  /** tslab looks a name up by the node that it was parsed to; what has none it leaves alone. */
  const plainName = ({ text }: TypeScript.Identifier) => factory.createIdentifier(text);
  const variable = (name: TypeScript.Identifier) =>
    factory.createPropertyAccessExpression(factory.createIdentifier('exports'), plainName(name));

  const toProperty = (
    { name, objectAssignmentInitializer }: TypeScript.ShorthandPropertyAssignment,
    visit: Visit,
  ) => {
    const initializer =
      objectAssignmentInitializer && ts.visitNode(objectAssignmentInitializer, visit);
    return factory.createPropertyAssignment(
      plainName(name),
      initializer && ts.isExpression(initializer)
        ? factory.createAssignment(variable(name), initializer)
        : variable(name),
    );
  };
  /** `(0, exports.f)()`: the function's `this` is what it is in the cell that declares it. */
  const callee = (name: TypeScript.Identifier) =>
    factory.createParenthesizedExpression(
      factory.createComma(factory.createNumericLiteral(0), variable(name)),
    );

  return (context) => {
    const visit: Visit = (node) => {
      if (
        ts.isShorthandPropertyAssignment(node) &&
        isEarlier(checker.getShorthandAssignmentValueSymbol(node))
      ) {
        return toProperty(node, visit);
      }
      const called = ts.isCallExpression(node)
        ? node.expression
        : ts.isTaggedTemplateExpression(node)
          ? node.tag
          : undefined;
      const key = ts.isBindingElement(node)
        ? node.propertyName
        : ts.isPropertyAssignment(node)
          ? node.name
          : undefined;
      return ts.visitEachChild(
        node,
        (child) => {
          if (child === called && isEarlierName(child)) return callee(child);
          if (child === key && isEarlierName(child)) return plainName(child);
          return visit(child);
        },
        context,
      );
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

/** Adds {@link referToEarlierVariables} to what tslab does when it has this program write a cell. */
export function transformCells(ts: Ts, builder: TypeScript.BuilderProgram, cwd: string): void {
  const emit = builder.emit.bind(builder);
  builder.emit = (file, write, cancellation, onlyDeclarations, ofTslab = {}) => {
    const declarations = builder.getSourceFile(`${cwd}/__prev__.d.ts`);
    const isCell = file !== undefined && CELL_FILE.test(file.fileName);
    const transformers =
      isCell && declarations
        ? {
            ...ofTslab,
            after: [
              referToEarlierVariables(ts, builder.getProgram().getTypeChecker(), declarations),
              ...(ofTslab.after ?? []),
            ],
          }
        : ofTslab;
    return emit(file, write, cancellation, onlyDeclarations, transformers);
  };
}
