import { computed, reactive, watch } from 'vue';
import { address, faultFrom, headers, token } from '@/api/client';
import type { Fault } from '@/api/fault';
import { refusal } from './preview';
import { type FolderHandle, inFolder, openSink, type Sink } from './sink';

/** What is to be fetched. */
export interface Wanted {
  path: string;
  name: string;
  title: string;
  /** Bytes: exact of a file that lies on the server, about of one that is written while it is read. */
  bytes: number;
  /** SHA-256 of a file that lies on the server: it can be fetched in ranges, and goes on where it broke. */
  sha256?: string;
  /** The folder that it goes into; without one the browser finds a place. */
  folder?: FolderHandle;
}

/** A file on its way, or one that came. */
export interface Download {
  id: number;
  wanted: Wanted;
  name: string;
  state: 'asking' | 'reading' | 'proving' | 'done' | 'broken' | 'cancelled';
  disk: boolean;
  bytes: number;
  rows?: number;
  began: number;
  ended?: number;
  /** Whether its SHA-256 was computed here and is that of the server; undefined where it could not be. */
  proven?: boolean;
  sha256?: string;
  /** How often it went on after a break. */
  breaks: number;
  fault?: Fault;
}

/** The downloads of this window: they go on while other pages are looked at. */
export const downloads: Download[] = reactive([]);
const stops = new Map<number, AbortController>();
export const active = (d: Download): boolean => d.state === 'asking' || d.state === 'reading' || d.state === 'proving';
export const busy = computed(() => downloads.filter(active).length);
window.addEventListener('beforeunload', (event) => busy.value > 0 && event.preventDefault());
let last = 0;

// They belong to who began them: under another token nothing goes on, and nothing of them is told.
watch(token, () => {
  for (const stop of stops.values()) stop.abort();
  downloads.length = 0;
}, { flush: 'sync' });

/** Bytes a second of the last download of some size; null before there was one. */
export const pace = computed(() => {
  const done = downloads.find((d) => d.state === 'done' && d.ended !== undefined && d.bytes > 1e6);
  return done ? (done.bytes / Math.max(1, done.ended! - done.began)) * 1000 : null;
});

/** Fetches a file; it has to be called while a click is handled. It answers whether all of it came. */
export async function download(wanted: Wanted): Promise<boolean> {
  const { folder } = wanted;
  const sink = folder ? await inFolder(folder, wanted.name, wanted.bytes) : await openSink(wanted.name, wanted.bytes);
  if (!sink) return folder !== undefined;
  downloads.unshift({ id: ++last, wanted, name: sink.name, state: 'asking', disk: sink.disk, bytes: 0, began: Date.now(), breaks: 0 });
  const d = downloads[0]!;
  const stop = new AbortController();
  stops.set(d.id, stop);
  try {
    const id = await readAll(d, sink, stop.signal);
    d.state = 'proving';
    await prove(d, id, await sink.close());
    d.state = 'done';
  } catch (e) {
    await sink.abort();
    d.state = stop.signal.aborted ? 'cancelled' : 'broken';
    d.fault = faultFrom(e);
  }
  d.ended = Date.now();
  stops.delete(d.id);
  return d.state === 'done';
}

export const cancel = (d: Download): void => stops.get(d.id)?.abort();
export const dismiss = (d: Download): void => void downloads.splice(downloads.indexOf(d), 1);

const tries = 6;

/** Reads to the end; what has a SHA-256 goes on where it broke. It gives the id of the export. */
async function readAll(d: Download, sink: Sink, signal: AbortSignal): Promise<string | null> {
  for (;;) {
    const from = d.bytes;
    try {
      const response = await open(d, signal);
      d.state = 'reading';
      await drain(d, response, sink, signal);
      return response.headers.get('X-Anlan-Export');
    } catch (e) {
      const fault = faultFrom(e);
      const again = d.wanted.sha256 !== undefined && (fault.kind === 'unreachable' || fault.kind === 'busy') && (d.bytes > from || d.breaks < tries);
      if (signal.aborted) throw fault;
      if (!again) throw await reason(d, fault);
      d.breaks = d.bytes > from ? 1 : d.breaks + 1;
      d.state = 'asking';
      await new Promise((go) => setTimeout(go, 1000 * d.breaks));
    }
  }
}

async function open(d: Download, signal: AbortSignal): Promise<Response> {
  const resuming = d.bytes > 0 ? { Range: `bytes=${d.bytes}-`, 'If-Range': `"${d.wanted.sha256}"` } : undefined;
  let response: Response;
  try {
    response = await fetch(address(d.wanted.path), { headers: { ...headers(), ...resuming }, signal });
  } catch (e) {
    throw { kind: 'unreachable', message: String(e) } satisfies Fault;
  }
  if (!response.ok) throw await refusal(response);
  if (resuming && response.status !== 206) throw { kind: 'broken', message: 'the file is another one now' } satisfies Fault;
  if (d.wanted.sha256 === undefined) exports.set(d.id, response.headers.get('X-Anlan-Export'));
  return response;
}

/** The ids of exports that are written while they are read: the server says of them why they broke. */
const exports = new Map<number, string | null>();

async function drain(d: Download, response: Response, sink: Sink, signal: AbortSignal): Promise<void> {
  const reader = response.body!.getReader();
  for (;;) {
    let next: ReadableStreamReadResult<Uint8Array<ArrayBuffer>>;
    try {
      next = await reader.read();
    } catch (e) {
      throw { kind: 'unreachable', message: String(e) } satisfies Fault;
    }
    if (next.done) break;
    if (signal.aborted) throw { kind: 'broken', message: '' } satisfies Fault;
    try {
      await sink.write(next.value);
    } catch (e) {
      throw { kind: 'broken', message: String(e) } satisfies Fault; // the disk is full
    }
    d.bytes += next.value.length;
  }
}

interface Manifest {
  rows: number;
  bytes: number;
  sha256: string;
}

/** Compares what came with what the server says that it wrote. */
async function prove(d: Download, id: string | null, whole: Blob): Promise<void> {
  let want = d.wanted.sha256;
  if (id !== null) {
    const manifest = await manifestOf(id);
    if (manifest === null) return; // the stream had its end; more cannot be told
    if (manifest.bytes !== d.bytes) throw { kind: 'broken', message: `${d.bytes} of ${manifest.bytes} bytes` } satisfies Fault;
    d.rows = manifest.rows;
    want = manifest.sha256;
  } else if (want !== undefined && d.bytes !== d.wanted.bytes) throw { kind: 'broken', message: `${d.bytes} of ${d.wanted.bytes} bytes` } satisfies Fault;
  if (want === undefined) return;
  d.sha256 = want;
  if (whole.size > 300e6 || !globalThis.crypto?.subtle) return;
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', await whole.arrayBuffer()));
  d.proven = Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('') === want;
  if (!d.proven) throw { kind: 'broken', message: `SHA-256 is not ${want}` } satisfies Fault;
}

async function manifestOf(id: string): Promise<Manifest | null> {
  for (let i = 0; i < 5; i++) {
    const response = await fetch(address(`export/manifests/${id}`), { headers: headers() }).catch(() => null);
    if (response?.ok) return (await response.json()) as Manifest;
    if (response?.status !== 409) return null;
    await new Promise((go) => setTimeout(go, 1000));
  }
  return null;
}

/** Why an export broke off, in the words of the server where it still answers. */
async function reason(d: Download, fault: Fault): Promise<Fault> {
  const id = exports.get(d.id);
  if (!id || fault.kind !== 'unreachable') return fault;
  const response = await fetch(address(`export/manifests/${id}`), { headers: headers() }).catch(() => null);
  return response?.status === 410 ? { ...(await refusal(response)), kind: 'broken' } : fault;
}
