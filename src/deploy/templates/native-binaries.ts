/** onnxruntime-node's install script downloads CUDA libraries of several hundred MB, for which there is no use here. */
export const SKIP_DOWNLOADS = 'export ONNXRUNTIME_NODE_INSTALL=skip';

/** onnxruntime-node's package brings the libraries of every platform: 220 MB of them are of no use on this one. */
export const REMOVE_FOREIGN_BINARIES = `# ONNX Runtime's package brings every platform's libraries; this one's stay.
find node_modules/onnxruntime-node/bin -mindepth 3 -maxdepth 3 -type d \\
  ! -path "*/linux/$(node -p process.arch)" -exec rm -rf {} + 2>/dev/null || true`;
