declare module '@jupyterhub/binderhub-client/spec.js' {
  export class LaunchSpec {
    static fromSearchParams(searchParams: URLSearchParams): LaunchSpec;
    getJupyterServerRedirectUrl(serverUrl: URL, token: string): URL;
  }
}
