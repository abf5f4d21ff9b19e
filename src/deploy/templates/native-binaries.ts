/** onnxruntime-node's install script downloads CUDA libraries of several hundred MB, for which there is no use here. */
export const SKIP_DOWNLOADS = 'export ONNXRUNTIME_NODE_INSTALL=skip';

/** The packages of ONNX Runtime and ZeroMQ bring the libraries of every platform: 240 MB of them are of no use on this one. */
export const REMOVE_FOREIGN_BINARIES = `# ONNX Runtime and ZeroMQ come with every platform's libraries; this one's stay.
find node_modules/onnxruntime-node/bin/napi-v* node_modules/zeromq/build -mindepth 2 -maxdepth 2 -type d \\
  ! -path "*/linux/$(node -p process.arch)" -exec rm -rf {} + 2>/dev/null || true`;
