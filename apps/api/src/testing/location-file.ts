/** A location file as installations have them (MaxMind DB format, version 2.0): for IPv4 networks and what is said of each. */

type Said = string | number | { [key: string]: Said };

/** A node of the search tree: two records, each another node, something said, or nothing. */
type Node = [Leaf | Node | null, Leaf | Node | null];
interface Leaf {
  offset: number;
}

const RECORD_BITS = 24;
const SEPARATOR = Buffer.alloc(16);
const MARKER = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
const TYPES = { string: 2, map: 7, uint32: 6 } as const;

export function locationFile(networks: Record<string, Said>): Buffer {
  const said: Buffer[] = [];
  let offset = 0;
  const root: Node = [null, null];
  for (const [network, what] of Object.entries(networks)) {
    const bytes = encode(what);
    place(root, network, { offset });
    said.push(bytes);
    offset += bytes.length;
  }
  const nodes = inOrder(root);
  const tree = Buffer.concat(nodes.map((node) => encodeNode(node, nodes)));
  const about = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 0,
    database_type: 'Test',
    ip_version: 4,
    node_count: nodes.length,
    record_size: RECORD_BITS,
  });
  return Buffer.concat([tree, SEPARATOR, ...said, MARKER, about]);
}

function place(root: Node, network: string, leaf: Leaf): void {
  const [address = '', length] = network.split('/');
  const bits = address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')
    .slice(0, Number(length));
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const side = bit === '1' ? 1 : 0;
    node[side] ??= [null, null];
    node = node[side] as Node;
  }
  node[bits.endsWith('1') ? 1 : 0] = leaf;
}

function inOrder(root: Node): Node[] {
  const nodes = [root];
  for (const node of nodes) for (const side of node) if (Array.isArray(side)) nodes.push(side);
  return nodes;
}

function encodeNode(node: Node, nodes: readonly Node[]): Buffer {
  const record = Buffer.alloc((RECORD_BITS * 2) / 8);
  for (const [index, side] of node.entries()) {
    let value = nodes.length;
    if (Array.isArray(side)) value = nodes.indexOf(side);
    else if (side) value = nodes.length + SEPARATOR.length + side.offset;
    record.writeUIntBE(value, (index * RECORD_BITS) / 8, RECORD_BITS / 8);
  }
  return record;
}

function encode(what: Said): Buffer {
  if (typeof what === 'string') {
    const bytes = Buffer.from(what);
    return Buffer.concat([control(TYPES.string, bytes.length), bytes]);
  }
  if (typeof what === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(what);
    return Buffer.concat([control(TYPES.uint32, bytes.length), bytes]);
  }
  const entries = Object.entries(what);
  const parts = entries.flatMap(([key, value]) => [encode(key), encode(value)]);
  return Buffer.concat([control(TYPES.map, entries.length), ...parts]);
}

/** Short things only: longer ones would need further bytes for their length. */
function control(type: number, size: number): Buffer {
  if (size >= 29) throw new Error('Too long for a test.');
  return Buffer.from([(type << 5) | size]);
}
