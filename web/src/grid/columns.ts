// The columns of the table: what they say of an item, and the field that the server sorts by.
import type { Item, ItemKind } from '../api/scope';
import { bytes, shortTime } from '../state/format';

export interface Column {
  key: string;
  name: string;
  order: string | null; // null: the server doesn't sort by it
  text: (item: Item) => string;
}

const kImages: readonly Column[] = [
  { key: 'name', name: 'Name', order: 'filename', text: (item) => item.name },
  { key: 'size', name: 'Size', order: 'width', text: (item) => ('data' in item && item.data.meta ? `${item.data.meta.width} × ${item.data.meta.height}` : '') },
  { key: 'type', name: 'Type', order: 'content_type', text: (item) => ('data' in item ? item.data.content_type : '') },
  { key: 'file', name: 'File', order: 'bytes', text: (item) => ('data' in item && item.data.bytes !== undefined ? bytes(item.data.bytes) : '') },
  { key: 'added', name: 'Added', order: 'created_at', text: (item) => ('data' in item && item.data.created_at !== undefined ? shortTime(item.data.created_at) : '') },
];

const kShapes: readonly Column[] = [
  { key: 'name', name: 'Label', order: null, text: (item) => item.name },
  { key: 'type', name: 'Kind', order: null, text: (item) => ('shape' in item ? item.shape.type.toLowerCase() : '') },
  { key: 'size', name: 'Status', order: null, text: (item) => ('shape' in item ? item.shape.status.toLowerCase() : '') },
  { key: 'added', name: 'Added', order: 'created_at', text: (item) => ('shape' in item ? shortTime(item.shape.created_at) : '') },
];

export function columnsOf(kind: ItemKind): readonly Column[] {
  return kind === 'shapes' ? kShapes : kImages;
}

// The order after a click on a column's head: that column, and the other way round when it was already.
export function orderAfter(order: string | null, field: string): string {
  return (order ?? '-created_at') === field ? `-${field}` : field;
}
