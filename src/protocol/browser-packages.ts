/** What `eccola build --static` takes from the repository that it builds, in the versions that it was tried with. */
export const BROWSER_PACKAGES = { 'onnxruntime-web': '1.30.0', esbuild: '0.28.2' } as const;
