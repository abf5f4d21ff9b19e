/**
 * Tells the native libraries to keep what they do to this process's memory. Called before either of them is used; after
 * that they look no more.
 */
export function configureNativeLibraries(): void {
  // From 1.29 on, onnxruntime on Linux and macOS sends events to Microsoft, and keeps an identifier and a database of
  // them in the user's cache folder. https://github.com/microsoft/onnxruntime/pull/27379
  process.env.ORT_DISABLE_TELEMETRY = '1';
  // libvips puts decoded pictures of more than this into temporary files; the pixel limit bounds them well below it.
  process.env.VIPS_DISC_THRESHOLD = '4g';
}
