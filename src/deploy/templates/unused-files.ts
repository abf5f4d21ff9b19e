/** onnxruntime-node's install script downloads CUDA libraries of several hundred MB, for which there is no use here. */
export const SKIP_DOWNLOADS = 'export ONNXRUNTIME_NODE_INSTALL=skip';

/** What is left out of images, in a comment's words. */
export const WHAT_IS_UNUSED =
  '# ONNX Runtime and ZeroMQ come with every platform’s libraries, TypeScript with what only editors use.';

/** Commands that take out of the installed packages what nothing here uses: 270 MB. */
export const REMOVE_UNUSED: readonly string[] = [
  `find node_modules/onnxruntime-node/bin/napi-v* node_modules/zeromq/build -mindepth 2 -maxdepth 2 -type d \\
  ! -path "*/linux/$(node -p process.arch)" -exec rm -rf {} + 2>/dev/null || true`,
  `find node_modules/@tslab/typescript-for-tslab/lib -mindepth 1 -maxdepth 1 \\
  \\( -type d -o -name "ts[cs]*" -o -name "typings*" \\) -exec rm -rf {} + 2>/dev/null || true`,
];
