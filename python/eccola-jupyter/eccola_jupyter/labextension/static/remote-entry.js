// A JupyterLab extension as JupyterLab loads it: a module-federation container. It needs no more of the bundler than these
// two functions, so it is written by hand: what is here is what runs, and nothing has to be built.
// https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html#prebuilt-extensions

const LANGUAGES = new Set(['typescript', 'javascript']);
const COMMAND = 'eccola:preview';

let shared;

window._JUPYTERLAB = {
  ...window._JUPYTERLAB,
  'eccola-jupyter': {
    /** JupyterLab gives the packages that it shares. */
    init(scope) {
      shared = scope;
    },
    async get() {
      const plugin = await createPlugin();
      return () => ({ __esModule: true, default: plugin });
    },
  },
};

/** A package of JupyterLab's own; it has one version of each. */
async function load(name) {
  const [version] = Object.values(shared[name] ?? {});
  if (!version) throw new Error(`JupyterLab does not share ${name}.`);
  return (await version.get())();
}

async function createPlugin() {
  const [apputils, coreutils, notebook, services, ui] = await Promise.all(
    [
      '@jupyterlab/apputils',
      '@jupyterlab/coreutils',
      '@jupyterlab/notebook',
      '@jupyterlab/services',
      '@jupyterlab/ui-components',
    ].map(load),
  );
  const previews = new WeakMap();

  return {
    id: 'eccola-jupyter:preview',
    description: 'Shows the open TypeScript notebook as the web app that eccola makes of it.',
    autoStart: true,
    requires: [notebook.INotebookTracker],
    optional: [apputils.ICommandPalette],
    activate,
  };

  async function activate(app, tracker, palette) {
    const settings = app.serviceManager.serverSettings;
    if (!(await isServed(settings))) return;
    const current = () => tracker.currentWidget;
    app.commands.addCommand(COMMAND, {
      label: 'Preview as an App',
      caption: 'Show what visitors of this notebook will see',
      isEnabled: () => current() !== null && canRun(current()),
      execute: () => current() && showPreview(app, current(), settings),
    });
    palette?.addItem({ command: COMMAND, category: 'Notebook Operations' });
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (panel) => addButton(app, panel, settings),
    });
  }

  /** The proxy to eccola is there. */
  async function isServed(settings) {
    const url = coreutils.URLExt.join(settings.baseUrl, 'server-proxy', 'servers-info');
    const response = await services.ServerConnection.makeRequest(url, {}, settings);
    if (!response.ok) return false;
    const { server_processes: servers } = await response.json();
    return servers.some(({ name }) => name === 'voila');
  }

  /** Said by the kernelspec that it was saved with, as eccola itself reads it. */
  function canRun({ context }) {
    const { model } = context;
    const language = model.getMetadata('kernelspec')?.language ?? model.defaultKernelLanguage;
    return LANGUAGES.has(String(language).toLowerCase());
  }

  function addButton(app, panel, settings) {
    const button = new ui.ToolbarButton({
      label: 'Preview',
      tooltip: 'Show what visitors of this notebook will see',
      onClick: () => void showPreview(app, panel, settings),
    });
    button.addClass('eccola-preview-button');
    panel.toolbar.insertItem(10, 'eccolaPreview', button);
    const update = () => button.setHidden(!canRun(panel));
    void panel.context.ready.then(update);
    panel.sessionContext.kernelChanged.connect(update);
    return button;
  }

  /** Opens the app beside the notebook, and anew after every save. */
  async function showPreview(app, panel, settings) {
    await panel.context.save();
    const open = previews.get(panel);
    if (open && !open.isDisposed) {
      app.shell.activateById(open.id);
      return;
    }
    const content = new ui.IFrame({
      sandbox: [
        'allow-scripts',
        'allow-same-origin',
        'allow-forms',
        'allow-popups',
        'allow-downloads',
      ],
    });
    content.url = await findAddress(panel.context.path, settings);
    const preview = new apputils.MainAreaWidget({ content });
    preview.id = `eccola-preview-${panel.id}`;
    preview.title.label = `${coreutils.PathExt.basename(panel.context.path)} (app)`;
    preview.title.closable = true;
    previews.set(panel, preview);

    const reload = () => content.node.querySelector('iframe')?.contentWindow?.location.reload();
    preview.toolbar.addItem(
      'reload',
      new ui.ToolbarButton({ icon: ui.refreshIcon, onClick: reload, tooltip: 'Reload the app' }),
    );
    const onSave = (_context, state) => state === 'completed' && reload();
    panel.context.saveState.connect(onSave);
    preview.disposed.connect(() => panel.context.saveState.disconnect(onSave));
    panel.disposed.connect(() => preview.dispose());
    app.shell.add(preview, 'main', { mode: 'split-right', ref: panel.id });
  }

  /** eccola may serve a folder below Jupyter's, so its path of a notebook may lack the first folders of Jupyter's. */
  async function findAddress(path, settings) {
    const render = coreutils.URLExt.join(settings.baseUrl, 'voila', 'render');
    const steps = path.split('/');
    const candidates = steps.map((_, index) =>
      coreutils.URLExt.join(render, ...steps.slice(index).map(encodeURIComponent)),
    );
    for (const url of candidates) {
      const response = await services.ServerConnection.makeRequest(url, {}, settings);
      if (response.status !== 404) return url;
    }
    return candidates[0];
  }
}
