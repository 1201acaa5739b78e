import { address, faultFrom, headers } from '@/api/client';
import { type Fault, faultOf, type WireError } from '@/api/fault';

/** Fetches a file of the server with the caller's token; the promise fails with a Fault. */
export async function fetchFile(path: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address(path.replace(/^\//, '')), { headers: headers() });
  } catch (e) {
    throw { kind: 'unreachable', message: String(e) } satisfies Fault;
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { errors?: WireError[] };
  throw faultOf(body.errors ?? [], response);
}

/** Saves a file of the server under its name. */
export async function saveFile(path: string, name: string): Promise<Fault | undefined> {
  try {
    const blob = await (await fetchFile(path)).blob();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return undefined;
  } catch (e) {
    return faultFrom(e);
  }
}

/** Bytes in a unit that fits: 16.3 KB. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
