// The files of a drop, those in dropped folders too.

const kMostFiles = 100_000; // of one drop

export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  // The entries must be taken before anything is awaited: afterwards the browser has let go of the drop.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const loose = [...transfer.files];
  if (entries.every((entry) => entry === null || entry.isFile)) return loose;
  const files: File[] = [];
  const open = entries.filter((entry) => entry !== null);
  for (let entry = open.pop(); entry !== undefined && files.length < kMostFiles; entry = open.pop()) {
    if (entry.isFile) files.push(await fileOf(entry as FileSystemFileEntry));
    else open.push(...(await childrenOf(entry as FileSystemDirectoryEntry)));
  }
  // Files that the system puts into folders for itself.
  return files.filter((file) => !file.name.startsWith('.') && file.name !== 'Thumbs.db' && file.name !== 'desktop.ini');
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

// A folder is read in pages until an empty one.
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (page.length === 0) return children;
    children.push(...page);
  }
}
