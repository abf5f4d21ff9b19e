import { expect, test } from 'vitest';
import { Image, Label, VBox } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const CONTROL = 'jupyter.widget.control';

test('request_states is answered with all live widgets, their buffers apart', () => {
  const { open, deliver, take, stateOf } = recordHost();
  const image = new Image({ value: new Uint8Array([1, 2, 3]) });
  const gone = new Label('gone');
  const box = new VBox([image]);
  gone.close();
  take();
  const control = open(CONTROL);
  deliver(control, { method: 'request_states' });
  const [answer] = take();
  expect(answer).toMatchObject({
    comm_id: control,
    data: { method: 'update_states', buffer_paths: [[image.modelId, 'state', 'value']] },
    buffers: [[1, 2, 3]],
  });
  const names = {
    model_module: '@jupyter-widgets/controls',
    model_module_version: '2.0.0',
  };
  expect(answer?.data?.states).toEqual({
    [image.modelId]: { model_name: 'ImageModel', ...names, state: stateOf(image) },
    [box.modelId]: { model_name: 'VBoxModel', ...names, state: stateOf(box) },
  });
});

test('request_states is answered before the notebook has made any widget', () => {
  const { open, deliver, take } = recordHost();
  const control = open(CONTROL);
  deliver(control, { method: 'request_states' });
  expect(take()).toEqual([
    {
      type: 'comm_msg',
      comm_id: control,
      data: { method: 'update_states', states: {}, buffer_paths: [] },
    },
  ]);
});

test('other messages on a control comm are ignored', () => {
  const { open, deliver, take, errors } = recordHost();
  deliver(open(CONTROL), { method: 'update_states' });
  expect(take()).toEqual([]);
  expect(errors).toEqual([]);
});
