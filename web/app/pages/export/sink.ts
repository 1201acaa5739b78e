// Where the bytes of a download go: a file on the disk while they come, where the browser can; else memory, and the folder of downloads at the end.

/** Takes a file in order; close makes it a file of the caller's, abort leaves nothing behind. */
export interface Sink {
  name: string;
  disk: boolean;
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  close: () => Promise<Blob>;
  abort: () => Promise<void>;
}

interface Writable {
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  close: () => Promise<void>;
  abort: () => Promise<void>;
}
interface FileHandle {
  name: string;
  createWritable: () => Promise<Writable>;
  getFile: () => Promise<File>;
  remove?: () => Promise<void>;
}
export interface FolderHandle {
  name: string;
  getFileHandle: (name: string, options?: { create: boolean }) => Promise<FileHandle>;
}
interface Pickers {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileHandle>;
  showDirectoryPicker?: (options: { mode: 'readwrite' }) => Promise<FolderHandle>;
}
const pickers = window as unknown as Pickers;

/** Whether large files can go to the disk while they come. Browsers allow it over HTTPS, and on the machine of the server itself. */
export const canStream = pickers.showSaveFilePicker !== undefined;
/** Whether all files of an export can be put into a folder. */
export const canFolder = pickers.showDirectoryPicker !== undefined;

/** From so many bytes on the caller is asked for a place on the disk; smaller files come like any other download. */
const asksFrom = 50e6;

/** Opens a sink for about so many bytes; null when the caller thought better of it. It has to be called while a click is handled. */
export async function openSink(name: string, bytes: number): Promise<Sink | null> {
  if (!pickers.showSaveFilePicker || bytes < asksFrom) return memory(name);
  try {
    return await onDisk(await pickers.showSaveFilePicker({ suggestedName: name }));
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') return null;
    return memory(name); // a policy of the browser forbids it
  }
}

/** Asks for a folder; null when the caller thought better of it. */
export const openFolder = (): Promise<FolderHandle | null> => pickers.showDirectoryPicker!({ mode: 'readwrite' }).catch(() => null);

/** A file of a folder; null when it is there already with so many bytes. */
export async function inFolder(folder: FolderHandle, name: string, bytes: number): Promise<Sink | null> {
  const there = await folder.getFileHandle(name).then((handle) => handle.getFile()).catch(() => null);
  if (there?.size === bytes) return null;
  return onDisk(await folder.getFileHandle(name, { create: true }));
}

/** The browser writes beside the file and puts it into its place at the end only. */
async function onDisk(handle: FileHandle): Promise<Sink> {
  const fresh = (await handle.getFile()).size === 0;
  const to = await handle.createWritable();
  return {
    name: handle.name,
    disk: true,
    write: (bytes) => to.write(bytes),
    close: async () => {
      await to.close();
      return handle.getFile();
    },
    abort: async () => {
      await to.abort().catch(() => undefined);
      if (fresh) await handle.remove?.().catch(() => undefined); // choosing a place makes an empty file there
    },
  };
}

/** Bytes are handed to the browser in blobs, which it may lay on the disk. */
const blobOf = 16e6;

function memory(name: string): Sink {
  const blobs: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const lay = () => {
    blobs.push(new Blob(held));
    held = [];
    size = 0;
  };
  return {
    name,
    disk: false,
    write: async (bytes) => {
      held.push(bytes);
      if ((size += bytes.length) >= blobOf) lay();
    },
    close: async () => {
      lay();
      const whole = new Blob(blobs);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(whole);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      return whole;
    },
    abort: async () => {
      blobs.length = 0;
      held = [];
    },
  };
}
