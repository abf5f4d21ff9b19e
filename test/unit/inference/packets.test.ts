import { expect, test } from 'vitest';
import { encodePacket, type Packet, PacketReader } from '../../../src/runtime/inference/packets.js';

const LIMITS = { jsonBytes: 1000, buffers: 2, bufferBytes: 1000 };

const bytesOf = (...packets: Uint8Array[][]) => new Uint8Array(Buffer.concat(packets.flat()));

function read(chunks: Uint8Array[], limits = LIMITS): Packet[] {
  const reader = new PacketReader(limits);
  return chunks.flatMap((chunk) => [...reader.push(chunk)]);
}

test('a packet comes back as it was, binary buffers included', () => {
  const json = { method: 'classify', text: 'Bär 🐻' };
  const buffers = [Uint8Array.of(0, 255, 1), new Uint8Array()];
  expect(read([bytesOf(encodePacket(json, buffers))])).toEqual([{ json, buffers }]);
});

test('packets are put together wherever the stream was cut', () => {
  const bytes = bytesOf(encodePacket({ id: 1 }, [Uint8Array.of(7, 8)]), encodePacket({ id: 2 }));
  const whole = [
    { json: { id: 1 }, buffers: [Uint8Array.of(7, 8)] },
    { json: { id: 2 }, buffers: [] },
  ];
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(read([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(whole);
  }
  expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
});

test('limits may be changed between two packets of one chunk', () => {
  const chunk = bytesOf(encodePacket({ hello: true }), encodePacket({}, [new Uint8Array(50)]));
  const reader = new PacketReader({ jsonBytes: 100, buffers: 0, bufferBytes: 0 });
  const packets: Packet[] = [];
  for (const packet of reader.push(chunk)) {
    packets.push(packet);
    reader.limits = LIMITS;
  }
  expect(packets).toHaveLength(2);
});

test('what follows a packet does not keep its memory alive', () => {
  const reader = new PacketReader(LIMITS);
  const first = bytesOf(encodePacket({ id: 1 }, [new Uint8Array(900)]));
  const [packet] = reader.push(bytesOf([first], encodePacket({ id: 2 })).subarray(0, -1));
  expect(packet?.buffers[0]?.buffer).not.toBe(undefined);
  const [next] = [...reader.push(bytesOf(encodePacket({ id: 2 })).subarray(-1))];
  expect(next?.json).toEqual({ id: 2 });
});

test.each([
  ['long JSON', encodePacket('x'.repeat(1000)), /JSON is \d+ bytes/],
  [
    'many buffers',
    encodePacket(
      {},
      [1, 2, 3].map(() => new Uint8Array()),
    ),
    /3 buffers/,
  ],
  ['large buffers', encodePacket({}, [new Uint8Array(600), new Uint8Array(600)]), /1200 bytes/],
])('%s is refused as soon as its length is known', (_, packet, message) => {
  const start = bytesOf(packet).slice(0, 20);
  expect(() => read([start])).toThrow(message);
});

test('broken JSON, and text that is not UTF-8, are refused', () => {
  const broken = bytesOf(encodePacket({ id: 1 }));
  broken[broken.length - 1] = 0x20;
  expect(() => read([broken])).toThrow(/holds no JSON/);
  const latin = bytesOf(encodePacket('é'));
  latin[latin.length - 2] = 0x22;
  expect(() => read([latin])).toThrow(/holds no JSON/);
});
